"""Template filters of the room `clusters`."""
