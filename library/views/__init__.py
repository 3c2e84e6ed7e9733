"""The pages of the library, and its files."""
