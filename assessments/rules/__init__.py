"""What the scores of a group say, and what of it may be shown. Pure Python; knows no Django."""
