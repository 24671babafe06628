"""Everything here keeps every rule."""
