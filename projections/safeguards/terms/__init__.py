"""Notions that rules share, each defined once: child, departure, standing decision, pending remedy, more."""
