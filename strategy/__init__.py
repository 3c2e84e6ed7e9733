"""What a strategy means: its workbook in phases, its goals, and which one is current. Filling in is `workbooks`'."""
