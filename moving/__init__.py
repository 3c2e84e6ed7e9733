"""A cluster's own file, taken out of one installation and brought into another; and what is one person's own.

Owns the copies that were asked for and the files that were brought. It stands above every room that keeps something
of a cluster, and asks each model itself: a room of its own needs to say nothing, unless a column names a row in a way
that the database does not know (`moving.references`).
"""
