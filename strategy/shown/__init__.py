"""What pages show of a strategy beside its form: the panels of its phases, and the whole to be read."""
