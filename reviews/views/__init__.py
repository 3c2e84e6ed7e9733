"""Pages of snapshots, reviews and approval."""
