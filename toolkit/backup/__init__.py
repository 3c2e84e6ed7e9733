"""Backups of the whole installation: written while it runs, read back, encrypted if a key is set, and restored.

A backup is an archive (`core.archives`): each table as lines of JSON whatever the database, the uploaded files, and a
list with a sum for each. So it moves an installation from one database to the other, too, and one of an earlier
version is restored into the tables of that version, which are then brought up to date.
"""
