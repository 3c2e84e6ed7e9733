"""The pages of reminders and of handover."""
