"""A cluster's front page and the menus that lead everywhere: what now. It owns no table."""
