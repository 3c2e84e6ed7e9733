"""Tags and filters of the print templates."""
