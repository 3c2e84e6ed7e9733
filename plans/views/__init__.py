"""Pages of the action plan and the strategy year."""
