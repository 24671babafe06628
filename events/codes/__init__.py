"""Code lists: the words that fields may use. A list grows by a new version of the catalogue."""
