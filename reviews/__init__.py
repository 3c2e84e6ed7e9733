"""Deciding together: a strategy frozen whole, two of them compared, reviewed, and approved as the board adopted it.

Owns snapshots, what was asked of whom, and approvals. What a snapshot shows is read from it and from nothing else.
"""
