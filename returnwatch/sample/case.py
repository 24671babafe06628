"""One invented case on one invented operation, as several parties might record it."""

import json
from importlib.resources import files
from typing import Any

from events.catalogue import BY_KEBAB
from events.submission import Submission
from foundation.clock import uuid7
from foundation.recording.forms import read_own


def sample_case() -> tuple[Submission, ...]:
    """The operation, who watched it, and the person's case, in the order in which they are handed in."""
    return _read("case.json")


def sample_removal() -> tuple[Submission, ...]:
    """What the parties say of the person's removal: decision, remedy, force, departure; they disagree."""
    return _read("removal.json")


def _read(name: str) -> tuple[Submission, ...]:
    documents: list[dict[str, Any]] = json.loads(files(__package__).joinpath(name).read_text())
    return tuple(read_own(document, BY_KEBAB[document.pop("event")], uuid7) for document in documents)
