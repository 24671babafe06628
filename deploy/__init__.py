"""Topics, databases and local servers."""
