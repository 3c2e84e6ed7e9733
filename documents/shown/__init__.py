"""What pages show of a document: the text with its places, and what an answer has changed in it."""
