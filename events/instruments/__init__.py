"""Checklists and survey instruments: versioned data, which events name as `id@version`.

A version never changes; other questions, weights or scores are a new version beside the old one.
"""

from events.instruments.forms import Checklist, ChecklistItem, Instrument, InstrumentItem
from events.instruments.lookup import CHECKLISTS, INSTRUMENTS, NotListedError, checklist, instrument
from events.instruments.scoring import Scores, scores

__all__ = [
    "CHECKLISTS",
    "INSTRUMENTS",
    "Checklist",
    "ChecklistItem",
    "Instrument",
    "InstrumentItem",
    "NotListedError",
    "Scores",
    "checklist",
    "instrument",
    "scores",
]
