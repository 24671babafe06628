"""Generated schemas of every event and interface, and the generator."""
