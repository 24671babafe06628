"""What must fit together in a record beyond the form of its fields. Never whether a fact was lawful."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from pydantic import StringConstraints

from events.base import Event
from events.ids import PREFIXES, kind_of
from foundation.recording.faults import Fault
from foundation.vault.drafts import Draft

PERIODS = (("from_at", "to_at"), ("observed_from", "observed_to"))
"""Fields that begin and end one period."""

Rule = Callable[[Draft], Iterator[Fault]]


def integrity_faults(draft: Draft) -> tuple[Fault, ...]:
    """Every rule that the record breaks; empty for a whole one."""
    return tuple(fault for rule in RULES for fault in rule(draft))


def _leading_subject_is_of_a_listed_kind(draft: Draft) -> Iterator[Fault]:
    kinds = draft.submission.event.about.subjects
    if kind_of(draft.submission.statement.subject_ids[0]) not in kinds:
        listed = ", ".join(f"{kind} ({PREFIXES[kind]}-…)" for kind in kinds)
        yield Fault(
            "/subject_ids/0", "is not a kind of subject of this event", f"begin with one of: {listed}"
        )


def _required_ids_are_among_the_subjects(draft: Draft) -> Iterator[Fault]:
    for name in required_ids(type(draft.submission.event)):
        if getattr(draft.submission.event, name) not in draft.submission.statement.subject_ids:
            yield Fault("/subject_ids", f"does not hold the id in data.{name}", "add that id to the subjects")


def _personal_values_have_a_ground(draft: Draft) -> Iterator[Fault]:
    statement = draft.submission.statement
    if draft.closed:
        for name in ("lawful_basis", "purpose"):
            if getattr(statement, name) is None:
                yield Fault(
                    f"/{name}",
                    "is required because a field that is not open is filled",
                    "state it, or leave out the personal, special and protected fields",
                )
    if statement.lawful_basis == "consent" and statement.consent is None:
        yield Fault("/consent", "is required because the basis is consent", "name the consent (Q-…)")


def _periods_end_after_they_begin(draft: Draft) -> Iterator[Fault]:
    for begin, end in PERIODS:
        first, last = getattr(draft.submission.event, begin, None), getattr(draft.submission.event, end, None)
        if first is not None and last is not None and last < first:
            yield Fault(f"/data/{end}", f"is before data.{begin}", "correct one of the two")


def _nothing_amends_itself(draft: Draft) -> Iterator[Fault]:
    if draft.submission.statement.amends == draft.submission.statement.event_id:
        yield Fault("/amends", "is the record itself", "name the record that this one is about")


RULES: tuple[Rule, ...] = (
    _leading_subject_is_of_a_listed_kind,
    _required_ids_are_among_the_subjects,
    _personal_values_have_a_ground,
    _periods_end_after_they_begin,
    _nothing_amends_itself,
)


@cache
def required_ids(event: type[Event]) -> tuple[str, ...]:
    """Required fields that hold the id of a subject of the kinds listed for the event."""
    prefixes = {PREFIXES[kind] for kind in event.about.subjects}
    return tuple(
        name
        for name, info in event.model_fields.items()
        if info.is_required()
        for mark in info.metadata
        if isinstance(mark, StringConstraints) and _prefix(mark.pattern) in prefixes
    )


def _prefix(pattern: str | re.Pattern[str] | None) -> str | None:
    """The prefix that a pattern of an id asks for."""
    found = re.match(r"\^([A-Z]+)-\[0-9a-f\]", str(pattern))
    return found and found.group(1)
