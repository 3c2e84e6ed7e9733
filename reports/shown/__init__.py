"""The documents of a cluster as their page shows them."""
