"""Curated content: publications and their immutable editions. `schema` reads a document and knows no Django."""
