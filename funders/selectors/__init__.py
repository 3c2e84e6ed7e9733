"""What a report is made of, loaded and put together in memory."""
