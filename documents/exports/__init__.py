"""A document as a file: Word for lawyers, and the page that becomes a PDF."""
