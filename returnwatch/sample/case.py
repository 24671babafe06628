"""One invented case on one invented operation, as several parties might record it."""

import json
from importlib.resources import files
from typing import Any

from events.catalogue import BY_KEBAB
from events.submission import Submission
from foundation.clock import uuid7
from foundation.recording.forms import read_own


def sample_case() -> tuple[Submission, ...]:
    """The records in the order in which they are handed in."""
    documents: list[dict[str, Any]] = json.loads(files(__package__).joinpath("case.json").read_text())
    return tuple(read_own(document, BY_KEBAB[document.pop("event")], uuid7) for document in documents)
