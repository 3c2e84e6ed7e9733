"""What holds of plain texts."""
