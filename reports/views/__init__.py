"""Pages and files of documents."""
