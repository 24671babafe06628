"""What persons may ask about their data: one file per use case, for every edge alike."""
