"""Documents put together from several rooms; it owns no table."""
