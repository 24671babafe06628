"""Whether a health professional saw the person after a use of force, by each side's account."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from events.return_operation.handling import MedicalExaminationRecorded
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import hours_later
from projections.safeguards.judging.record import Record
from projections.viewing.accounts.teller import Tellers
from projections.viewing.accounts.uses import MatchedUse

PURPOSES = frozenset({"after_restraint", "after_aborted_attempt", "documentation_of_injury"})
BEST_FIRST = ("in_time", "late", "not_carried_out")
Examination = Record[MedicalExaminationRecorded]


def due_by(h: History, matched: MatchedUse) -> datetime:
    """`medical_check_hours` after the last moment that any account tells of the use."""
    use = matched.use
    ends = [each.data.ended_at for each in use.applied if each.data.ended_at is not None]
    ends += [each.data.seen_until for each in use.observed if each.data.seen_until is not None]
    ends += [each.data.removed_at for each in use.removed]
    return hours_later(max([*ends, matched.first_told]), h.parameters.medical_check_hours)


def checks(h: History, matched: MatchedUse, tellers: Tellers) -> dict[str, Any]:
    """Side to the best that its accounts tell: `in_time`, `late` or `not_carried_out`; empty without any."""
    found: dict[str, set[str]] = {}
    for examination in examinations(h, matched):
        state = _state(h, matched, examination)
        found.setdefault(tellers.side(examination), set()).add(state)
    return {
        side: next(state for state in BEST_FIRST if state in states) for side, states in sorted(found.items())
    }


def examinations(h: History, matched: MatchedUse) -> Iterator[Examination]:
    """Examinations that name the use, or that name none and are of a kind that follows force."""
    for record in h.of(MedicalExaminationRecorded):
        named = record.data.related_force_use
        if named in matched.force_uses or (named is None and _follows(record, matched)):
            yield record


def _follows(record: Examination, matched: MatchedUse) -> bool:
    at = record.data.examined_at
    return record.data.purpose in PURPOSES and (at is None or at >= matched.first_told)


def _state(h: History, matched: MatchedUse, record: Examination) -> str:
    at = record.data.examined_at
    if not record.data.carried_out or at is None:
        return "not_carried_out"
    return "in_time" if matched.first_told <= at <= due_by(h, matched) else "late"
