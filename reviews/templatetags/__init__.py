"""Template filters of the room `reviews`."""
