"""What is true of a draft as plain data: its paths, its operations, its keys. Knows no Django."""
