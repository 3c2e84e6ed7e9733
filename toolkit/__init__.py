"""The project: settings, environment, addresses and deploy checks. It owns no page of its own."""

# Semantic: what the first figure says may break, the second adds, the third mends.
VERSION = "1.0.0"
