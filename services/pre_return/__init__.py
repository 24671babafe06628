"""Records from the opening of a case to the eve of departure."""
