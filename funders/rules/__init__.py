"""What holds of plain values."""
