"""What changes drafts, and publishes them."""
