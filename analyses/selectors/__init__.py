"""What an analysis holds, loaded in a known number of queries."""
