"""What changes analyses."""
