"""Curated content: publications and their immutable editions. `library.schema` reads a document and knows no Django."""
