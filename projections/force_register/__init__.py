"""View V4: which force was used, how long, why, on whom, and whether a doctor was called."""
