"""The forms of clusters and their people, and what the forms of every room are made from."""
