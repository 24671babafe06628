"""What a record is about and what it points to: the ids under which it is found again.

Besides the ids of the envelope these are the ids in the fields of the event, the record's own id, the record
that it amends, and names that are no ids: `country/GE/2025-05` joins findings on a country with the decisions
of a month in which they were valid, `country/GE` those that are valid for many years with all decisions,
`parties/ORG-…` the agreements of a body with disclosures to it that name none, `ORG-…/2025-05-06/PK` and
`IATA:VIE/2025-07-21/XX` name groups of decisions and departures of one day.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from enum import IntEnum
from typing import Any

from events.data_classes import Sealed
from events.data_protection.sharing import DataSharingAgreementSigned, DisclosureMade
from events.ids import KINDS, PREFIXES, SUBJECT_ID_PATTERN
from events.post_return.closure import CountryFindingIssued
from events.pre_return.decision import ReturnDecisionIssued
from events.return_operation.force import RestraintApplied, RestraintRemoved, UseOfForceObserved
from events.return_operation.movement import ReturnCarriedOut
from projections.safeguards.judging.record import AnyRecord

UNBOUND = frozenset({"organization", "user", "person"})
"""Kinds of subject under which records are not looked up."""
ALONE = frozenset({"facility"})
"""Kinds of subject through which one record says nothing of another."""
FURTHER = {"family_group": "case", "country": "country_finding", "parties": "agreement"}
"""Kinds through which a record reaches one step further: to all records about subjects of another kind."""
MANY_MONTHS = 120
"""Months of validity from which a finding on a country is joined with decisions of all years."""
VERSION = 2
"""Of the bonds; raised whenever a record gets others, so that records kept before are bound again."""

TOLD_OF_ALL = frozenset({RestraintApplied, RestraintRemoved, UseOfForceObserved})
"""Records about one person that count for the others on the operation."""

REMEMBERED = "links"
"""Where a record remembers its bonds."""

SUBJECT_ID = re.compile(SUBJECT_ID_PATTERN)


class Bond(IntEnum):
    """How a record is bound to an id."""

    POINTS = 1
    """It names the id in a field, or lies in its country."""
    ABOUT = 2
    """It is about it, and says nothing of others that are bound to the same id."""
    SHARED = 3
    """It is about it, and counts for whatever else is bound to the same id."""


def links(record: AnyRecord) -> dict[str, Bond]:
    """Everything to which a record is bound, worked out once for each record that was read.

    A record about one person on an operation says nothing of the others on it, unless it tells of force: the
    escorts' report counts those persons.
    """
    known: dict[str, Bond] | None = record.__dict__.get(REMEMBERED)
    if known is None:
        known = record.__dict__[REMEMBERED] = _links(record)
    return known


def is_about(record: AnyRecord, subject: str) -> bool:
    """Whether it is about a subject, which may be a group of decisions, and does not merely name it."""
    return links(record).get(subject, Bond.POINTS) > Bond.POINTS


def _links(record: AnyRecord) -> dict[str, Bond]:
    about = {*record.subject_ids, *_groups(record), *_joined(record), record.id}
    if record.envelope.amends:
        about.add(record.envelope.amends)
    alone = bool(record.subjects("case")) and record.kind not in TOLD_OF_ALL
    bonds = dict.fromkeys((*_ids(record.data.__dict__), *_joining(record)), Bond.POINTS)
    for each in about:
        by_itself = (alone and kind(each) == "operation") or kind(each) in ALONE
        bonds[each] = Bond.ABOUT if by_itself else Bond.SHARED
    return {each: bond for each, bond in bonds.items() if kind(each) not in UNBOUND}


def kind(subject: str) -> str:
    """The kind of subject, for the names of groups as well."""
    if "/" in subject:
        joining, _, _ = subject.partition("/")
        return joining if joining in FURTHER else "authority_day"
    return KINDS[subject.split("-", 1)[0]]


def _ids(value: Any) -> Iterator[str]:
    """Ids of subjects in fields that are not sealed, however deep."""
    match value:
        case str():
            if value[:4].rstrip("-").split("-")[0] in _PREFIXES and SUBJECT_ID.match(value):
                yield value
        case dict():
            for inner in value.values():
                yield from _ids(inner)
        case tuple():
            for inner in value:
                yield from _ids(inner)
        case Sealed() | None:
            return
        case _ if hasattr(value, "__dict__"):
            yield from _ids(value.__dict__)


_PREFIXES = frozenset(PREFIXES.values())


def _groups(record: AnyRecord) -> Iterator[str]:
    match record.data:
        case ReturnDecisionIssued() as decision:
            for nationality in decision.nationality_at_decision:
                yield f"{decision.deciding_authority}/{decision.issued_on.isoformat()}/{nationality}"
        case ReturnCarriedOut(departure_point=str() as point) as departure if not point.endswith("UNKNOWN"):
            yield f"{point}/{departure.departed_at.date().isoformat()}/XX"


def _joining(record: AnyRecord) -> Iterator[str]:
    """Names through which records are found that bear on this one."""
    match record.data:
        case ReturnDecisionIssued() as decision:
            yield f"country/{decision.country_of_return}"
            yield _month(decision.country_of_return, decision.issued_on)
        case DisclosureMade(agreement=None) as disclosure:
            yield f"parties/{disclosure.to_body}"


def _joined(record: AnyRecord) -> Iterator[str]:
    """Names that are no ids, under which the record is found by all whom it concerns."""
    match record.data:
        case CountryFindingIssued() as finding:
            # Any offset of the decision's day: a day before the fact is early enough for all of them.
            first = record.occurred_at.astimezone(UTC).date() - timedelta(days=1)
            yield from _months(finding.country, first, finding.valid_until)
        case DataSharingAgreementSigned() as signed:
            yield from (f"parties/{party}" for party in signed.parties)


def _months(country: str, first: date, last: date) -> Iterator[str]:
    """The months of a time, as names; one that stands for all where these would be very many."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(months) > MANY_MONTHS:
        yield f"country/{country}"
        return
    for month in months:
        yield _month(country, date(month // 12, month % 12 + 1, 1))


def _month(country: str, day: date) -> str:
    return f"country/{country}/{day:%Y-%m}"
