"""Template filters of the room `comments`."""
