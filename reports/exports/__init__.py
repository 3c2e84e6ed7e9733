"""What the documents contain, as plain data for `exports`."""
