"""The vault: seals what is not open before it is stored, and opens it again as long as its key lives."""
