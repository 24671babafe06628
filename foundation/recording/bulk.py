"""Records a file of structured CloudEvents, one a line, each on its own: a bad line holds up no other.

Only one portion of the file is in memory at a time. A line is checked as a request over HTTP is.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import NAMESPACE_URL, UUID, uuid5

from events.base import Event
from events.submission import Submission
from foundation.recording.cloud_event_form import CLOUD_EVENT, read_cloud_event
from foundation.recording.faults import Fault, RefusedError
from foundation.recording.json_input import read_json
from foundation.recording.outcomes import Outcome, Refused
from foundation.recording.stored_form import is_stored, unstored

LINE_BYTES = 1024 * 1024
"""Longest line, as long as a record may be over HTTP."""
PORTION_LINES = 1000
PORTION_BYTES = 4 * LINE_BYTES
MARK = b"\xef\xbb\xbf"
"""Byte order mark, which some editors put before the first line."""

TOO_LONG = Fault("", f"is longer than {LINE_BYTES} bytes", "write one record a line")
CUT_OFF = Fault("", "is cut off at the end of the file", "get the whole file and run the same command again")
BROKEN = frozenset({"is not JSON", "is not UTF-8"})
RecordMany = Callable[[Sequence[Submission]], Iterable[Outcome]]
"""An outcome for each submission, in the same order."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank."""

    number: int
    """Counted from 1, blank lines included."""
    raw: bytes
    """Without its end; of a line that is too long only the beginning."""
    size: int
    """Bytes of the file since the line before, ends and blank lines included."""
    too_long: bool = False
    ended: bool = True
    """Whether a line end follows. The last line of a file may do without."""


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """What became of one line."""

    line: int
    size: int
    outcome: Outcome


def lines(stream: BinaryIO) -> Iterator[Line]:
    """The lines of a stream that are not blank, whatever their length. Raises OSError."""
    number = pending = 0
    while raw := stream.readline(LINE_BYTES + 1):
        number, size = number + 1, len(raw)
        too_long = size > LINE_BYTES
        ended = raw.endswith(b"\n")
        while not ended and (rest := stream.readline(LINE_BYTES)):
            size += len(rest)
            too_long, ended = True, rest.endswith(b"\n")
        content = raw.removeprefix(MARK).strip() if number == 1 else raw.strip()
        pending += size
        if content:
            yield Line(number, content, pending, too_long, ended)
            pending = 0


def record_lines(
    found: Iterable[Line], accepted: Collection[type[Event]], record_many: RecordMany
) -> Iterator[LineOutcome]:
    """Record every line; an outcome for each, in their order, with pointers into the line."""
    for portion in _portions(found):
        read = [read_line(line, accepted) for line in portion]
        outcomes = iter(record_many([item for item in read if isinstance(item, Submission)]))
        for line, item in zip(portion, read, strict=True):
            outcome = CLOUD_EVENT.told(next(outcomes)) if isinstance(item, Submission) else item
            yield LineOutcome(line.number, line.size, outcome)


def read_line(line: Line, accepted: Collection[type[Event]]) -> Submission | Refused:
    """The submission in a line, or every fault of the line."""
    if line.too_long:
        return Refused("content", (TOO_LONG,))
    try:
        document = read_json(line.raw)
    except RefusedError as error:
        return Refused("content", error.faults if line.ended else _of_an_end(error.faults))
    try:
        submitted = unstored(document) if is_stored(document) else document
        return read_cloud_event(submitted, accepted, lambda: content_id(line.raw))
    except RefusedError as error:
        return Refused("content", error.faults)


def content_id(raw: bytes) -> UUID:
    """An id for a record that comes without one: the same bytes have the same id, so a repeat is known."""
    return uuid5(NAMESPACE_URL, f"urn:returnwatch:line:{hashlib.sha256(raw).hexdigest()}")


def _of_an_end(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """The faults of the last line of a file: half a record is no JSON, or ends amid a character."""
    return (CUT_OFF,) if faults[0].what in BROKEN else faults


def _portions(found: Iterable[Line]) -> Iterator[list[Line]]:
    portion: list[Line] = []
    size = 0
    for line in found:
        portion.append(line)
        size += len(line.raw)
        if len(portion) >= PORTION_LINES or size >= PORTION_BYTES:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion
