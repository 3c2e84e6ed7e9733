"""Pages of strategies, their phases and their goals."""
