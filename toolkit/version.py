"""Which version this is; the number stands in pyproject.toml, too, and a test compares them."""

VERSION = "0.1.0"
