"""What the pages of drafts show."""
