"""The KPIs that a cluster follows: definitions, targets, measurements, how they stand, and measuring rounds.

It owns no goal (`strategy`), no catalogue (`library`) and no document (`reports`).
"""
