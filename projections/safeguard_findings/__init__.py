"""View V2: which safeguards were breached, are at risk, were kept, or have no evidence."""
