"""What leaves the room as a file: the plan's spreadsheet, and the year as a calendar."""
