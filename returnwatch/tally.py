"""Counts what became of the lines of a file, and keeps every problem out of memory until it is shown."""

import json
from collections import Counter
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any, Self

from foundation.recording.bulk import LineOutcome
from foundation.recording.faults import Fault
from foundation.recording.outcomes import Conflicting, Outcome, Recorded, Refused, Repeated

IN_MEMORY = 1024 * 1024
"""Bytes of problems kept in memory; more go to a temporary file."""
SHOWN = 20
"""Problems printed; `--json` has them all."""
OTHER_CONTENT = Fault(
    "/id",
    "is in use for other content",
    "the first record stands; send a correction as a new record that amends it, under a new id",
)


class Tally:
    """Counts and problems of one import."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._problems = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the tally

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._problems.close()

    def add(self, told: LineOutcome) -> None:
        """Count one line."""
        self._counts["lines"] += 1
        self._counts[_name(told.outcome)] += 1
        for fault in _faults(told.outcome):
            problem = {
                "line": told.line,
                "pointer": fault.pointer,
                "what": fault.what,
                "remedy": fault.remedy,
            }
            self._counts["problems"] += 1
            self._problems.write(json.dumps(problem, ensure_ascii=False).encode() + b"\n")

    def counts(self) -> dict[str, int]:
        """Lines, and how many were recorded, already known and refused."""
        return {name: self._counts[name] for name in ("lines", "recorded", "already_known", "refused")}

    @property
    def nothing_taken(self) -> bool:
        """Whether lines were refused and not one was recorded, now or before."""
        return bool(self._counts["refused"]) and not (
            self._counts["recorded"] + self._counts["already_known"]
        )

    def as_json(self) -> Iterator[str]:
        """One JSON object, in pieces."""
        yield json.dumps(self.counts())[:-1] + ', "problems": ['
        for number, raw in enumerate(self._kept()):
            yield (",\n  " if number else "\n  ") + raw.decode().rstrip("\n")
        yield "\n]}\n" if self._counts["problems"] else "]}\n"

    def as_text(self) -> Iterator[str]:
        """Lines for people."""
        for name, count in self.counts().items():
            yield f"{name.replace('_', ' ')}: {count}\n"
        yield f"problems: {self._counts['problems']}\n"
        yield from (f"  {line}\n" for line in self.problems())

    def problems(self) -> Iterator[str]:
        """The first problems, a line each, and how many more there are."""
        for _, raw in zip(range(SHOWN), self._kept(), strict=False):
            yield _sentence(json.loads(raw))
        if self._counts["problems"] > SHOWN:
            yield f"and {self._counts['problems'] - SHOWN} more; --json lists them all"

    def _kept(self) -> Iterator[bytes]:
        self._problems.seek(0)
        yield from self._problems


def _name(outcome: Outcome) -> str:
    match outcome:
        case Recorded():
            return "recorded"
        case Repeated():
            return "already_known"
        case _:
            return "refused"


def _faults(outcome: Outcome) -> tuple[Fault, ...]:
    match outcome:
        case Conflicting():
            return (OTHER_CONTENT,)
        case Refused(_, faults):
            return faults
        case _:
            return ()


def _sentence(problem: dict[str, Any]) -> str:
    place = " ".join(part for part in (f"line {problem['line']}", problem["pointer"]) if part)
    return f"{place}: {problem['what']}; {problem['remedy']}"
