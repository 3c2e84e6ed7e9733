"""What pages show of checklists."""
