"""Which version this is, as in pyproject.toml; a backup says it, too."""

VERSION = "0.1.0"
