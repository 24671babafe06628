"""A recording service as a process of its own, told by its environment."""
