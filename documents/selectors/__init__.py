"""What is loaded of a document, and put together in memory."""
