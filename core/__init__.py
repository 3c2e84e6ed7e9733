"""What three rooms need and what knows none of them: localised text, Markdown, numbers, errors, access, pages."""
