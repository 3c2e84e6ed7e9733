"""Which version this is, as in pyproject.toml; a backup says it, too."""

# Semantic: the first figure rises when an upgrade needs a hand, the second with what is new, the third with mends.
VERSION = "1.0.0"
