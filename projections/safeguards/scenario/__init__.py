"""Short histories with the findings that they must give, written by hand and checked by the rules."""
