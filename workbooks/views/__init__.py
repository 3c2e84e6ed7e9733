"""Pages and fragments of a workbook: its answers, and its moving to another edition."""
