"""View V13: which services are missing where, for whom and why, and what was done about it."""
