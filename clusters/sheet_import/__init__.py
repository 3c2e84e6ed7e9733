"""A sheet from sending to storing, for every room that reads one in."""
