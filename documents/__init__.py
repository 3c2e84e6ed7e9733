"""Agreements, adverts and plans: questions whose answers are set into a text, and the text as page, PDF and DOCX.

Owns a cluster's documents with their states, their changed and own clauses, and their signed copies. Does not own the
answers (`workbooks`), nor what a template says (`schema`).
"""
