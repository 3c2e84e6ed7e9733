"""British forms of dates, times and numbers."""
