"""What must fit together in a record beyond the form of its fields.

Never whether a fact was lawful, nor whether it fits other records: those may arrive later, in any order.
That an id keeps its subject kind needs no rule: the kind is its prefix, and a field asks for one prefix.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from pydantic import StringConstraints

from events.base import Event
from events.ids import AREA_PATTERN, PREFIXES, kind_of
from events.return_operation import IncidentReported, ObservationAmended
from foundation.recording.faults import Fault
from foundation.recording.periods import reversed_periods
from foundation.vault.drafts import Draft

SAID_TWICE: tuple[tuple[type[Event], str, str], ...] = (
    (ObservationAmended, "amends_event", "amends"),
    (ObservationAmended, "kind", "amendment_kind"),
    (IncidentReported, "reporter_protected", "reporter_protected"),
)
"""Fields of an event that a field of the statement repeats, which must then say the same.

A flag that is absent from the statement says no.
"""

AREA = f"{PREFIXES['area']}-"
AREA_CODE = AREA_PATTERN.removeprefix(AREA)
"""A field that holds this names a subject without its prefix."""

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
    for name, prefix in required_ids(type(draft.submission.event)).items():
        if prefix + getattr(draft.submission.event, name) not in draft.submission.statement.subject_ids:
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
    for holder, begin, end in reversed_periods(draft.submission.event, "/data"):
        named = f"{holder[1:].replace('/', '.')}.{begin}"
        yield Fault(f"{holder}/{end}", f"is before {named}", "correct one of the two")


def _nothing_amends_itself(draft: Draft) -> Iterator[Fault]:
    if draft.submission.statement.amends == draft.submission.statement.event_id:
        yield Fault("/amends", "is the record itself", "name the record that this one is about")


def _what_is_said_twice_agrees(draft: Draft) -> Iterator[Fault]:
    event, statement = draft.submission.event, draft.submission.statement
    for kind, name, repeated in SAID_TWICE:
        if isinstance(event, kind):
            said, again = getattr(event, name), getattr(statement, repeated)
            if said != (bool(again) if isinstance(said, bool) else again):
                yield Fault(f"/{repeated}", f"differs from data.{name}", "write the same in both")


RULES: tuple[Rule, ...] = (
    _leading_subject_is_of_a_listed_kind,
    _required_ids_are_among_the_subjects,
    _personal_values_have_a_ground,
    _periods_end_after_they_begin,
    _nothing_amends_itself,
    _what_is_said_twice_agrees,
)


@cache
def required_ids(event: type[Event]) -> dict[str, str]:
    """Required fields that name a subject of a listed kind, each with what it leaves out before the id."""
    prefixes = {PREFIXES[kind] for kind in event.about.subjects}
    return {
        name: lacking
        for name, info in event.model_fields.items()
        if info.is_required()
        for mark in info.metadata
        if isinstance(mark, StringConstraints)
        for prefix, lacking in _named(mark.pattern)
        if prefix in prefixes
    }


def _named(pattern: str | re.Pattern[str] | None) -> Iterator[tuple[str, str]]:
    """The prefix of the subject that a pattern asks for, and what the field leaves out of it."""
    text = str(pattern)
    if text == f"^{AREA_CODE}$":
        yield PREFIXES["area"], AREA
    elif found := re.match(r"\^([A-Z]+)-\[0-9a-f\]", text):
        yield found.group(1), ""
