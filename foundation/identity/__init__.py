"""Who calls: local bearer tokens, and what a token says of its holder."""
