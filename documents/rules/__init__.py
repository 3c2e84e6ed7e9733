"""How a document's text is laid out: pure, so that page, PDF, DOCX and plain text come from one tree."""
