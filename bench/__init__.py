"""What the portal costs: `bench/run` prints the figures as a table and as JSON lines; see `bench/README.md`."""
