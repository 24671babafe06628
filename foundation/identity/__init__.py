"""Who is calling: bearer tokens and what they allow."""
