"""What holds of an action plan, over plain values."""
