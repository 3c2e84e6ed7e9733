"""Checklists that a cluster runs for one event: dates from day 0, people, ticks, and its own lists to start from.

What the published checklists say is `library`'s; which activity of the plan an event belongs to is `plans`'.
"""
