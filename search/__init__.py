"""Finding things by words. Owns the index of what can be found; knows none of the rooms whose things it finds."""
