"""What pages show of snapshots."""
