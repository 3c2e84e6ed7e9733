"""What documents across rooms hold, as plain values."""
