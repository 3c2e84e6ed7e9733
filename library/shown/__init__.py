"""What the pages of the library show of a document, put together in memory from the parsed schema."""
