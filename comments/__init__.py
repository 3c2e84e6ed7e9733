"""Conversations about a strategy: on a question, on a row of a table, on a goal, or on the whole.

Owns what is said, who has been told of it and who has read it. Who is told by mail, and when, the reminders decide.
"""
