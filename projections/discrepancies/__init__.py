"""View V5: where accounts of the same fact differ, and on what."""
