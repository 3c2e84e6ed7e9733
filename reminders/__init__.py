"""What people answer for, across the rooms: reminders of what is due, and its handover when somebody leaves.

Owns what a person wants to be reminded of, what they have been reminded of, and the mails until they are sent. What is
due, and when, is the rooms' own.
"""
