"""An analysis as a document."""
