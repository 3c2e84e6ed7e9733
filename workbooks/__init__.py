"""Filling in any edition: answers, their history, progress and conflicts. It knows no kind of content."""
