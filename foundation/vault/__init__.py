"""Seals the personal fields of events before they are stored."""
