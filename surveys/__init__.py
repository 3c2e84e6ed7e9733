"""Surveys among a cluster's member companies: the register of companies, rounds, answers, and what they show.

It owns the companies, the invitations and the answers. It does not own the questions, which are published in the
library, nor the KPIs that a closed round feeds: they listen (`surveys.closing.closed`).
"""
