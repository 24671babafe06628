"""Records of the movement itself, and of its monitoring."""
