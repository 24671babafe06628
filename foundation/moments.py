"""Moments that people write: ISO 8601 with an offset."""

from datetime import datetime

A_MOMENT = "a time with offset, for example 2025-05-06T00:00:00+02:00"
"""What is asked for, to be named where something else was given."""


def moment_of(text: str) -> datetime:
    """The moment that a text states. Raises ValueError for any other text, and for a time without offset."""
    moment = datetime.fromisoformat(text.upper())
    if moment.tzinfo is None:
        raise ValueError("a time without offset is no moment")
    return moment
