"""Old versions of stored events, lifted step by step to today's fields.

A step is a pure function from the raw data of one version to that of the next. Stored bytes are never
rewritten; golden examples of every version are kept for ever.
"""

from collections.abc import Callable
from typing import Any

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: dict[tuple[str, int], Step] = {}
"""(wire type without version, version) to the step that lifts that version by one."""


class UnknownVersionError(ValueError):
    """No step leads from this version to today's; the reader is older than the writer."""


def lift(
    stem: str, version: int, newest: int, raw: dict[str, Any], steps: dict[tuple[str, int], Step] = STEPS
) -> dict[str, Any]:
    """Data of `version` in the form of `newest`.

    Raises UnknownVersionError when a step is missing or the data are newer than this program.
    """
    while version < newest:
        step = steps.get((stem, version))
        if step is None:
            raise UnknownVersionError(f"no step lifts {stem} from version {version}")
        raw, version = step(raw), version + 1
    if version > newest:
        raise UnknownVersionError(
            f"{stem} version {version} is newer than this program, which knows {newest}"
        )
    return raw
