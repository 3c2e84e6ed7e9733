"""What holds of plain dates."""
