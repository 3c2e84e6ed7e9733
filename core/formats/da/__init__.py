"""Danish forms of dates, times and numbers."""
