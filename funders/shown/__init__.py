"""What pages show of a report."""
