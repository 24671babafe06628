"""What is wrong with a submission: where, what, and what to do. Submitted values are never repeated."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST = 200
"""Most faults that one answer names."""
LONGEST_NAME = 64
SAFE_NAME = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right."""

    pointer: str
    """JSON pointer (RFC 6901) into what was submitted; empty for the whole."""
    what: str
    remedy: str


class RefusedError(Exception):
    """A submission is not well formed, with all its faults."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = limited(faults)
        super().__init__(f"{len(self.faults)} faults")


def limited(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """All faults, or as many as an answer holds and how many more there are."""
    found = tuple(faults)
    if len(found) <= MOST:
        return found
    return (*found[:MOST], Fault("", f"{len(found) - MOST} more faults", "put these right first"))


def pointer_to(path: Iterable[str | int]) -> str:
    """The pointer of a path. A name that could carry a value, being no plain word, is left out."""
    return "".join(f"/{_shown(part)}" for part in path)


def _shown(part: str | int) -> str:
    if isinstance(part, int) or (len(part) <= LONGEST_NAME and SAFE_NAME.fullmatch(part)):
        return str(part)
    return "…"
