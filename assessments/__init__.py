"""Self-assessment as a group: each scores alone and unseen, then they agree, and what is weak becomes a next step.

Owns assessments, who was asked, their scores, what was agreed, and the next steps. The statistics are pure functions
(`assessments/rules`); goals and activities stay their own rooms'.
"""
