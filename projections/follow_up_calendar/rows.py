"""The calendar: one row for each date by which somebody must be contacted or something done."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from events.data_protection.rights import ErasureCarriedOut
from projections.follow_up_calendar.contacts import told_of_contacts
from projections.follow_up_calendar.due_date import DueDate, merged
from projections.follow_up_calendar.duties import open_duties
from projections.follow_up_calendar.parts import FOLLOWED_BY, followed_by
from projections.follow_up_calendar.stated import planned_contacts, remedy_deadlines
from projections.safeguards.judging.freezing import WHOLE_CASE
from projections.safeguards.judging.history import History
from projections.viewing.accounts.teller import Tellers
from projections.viewing.group import Group
from projections.viewing.view import Made, Row


def rows(group: Group) -> Iterator[Made]:
    """A row for each date that is open on any account.

    Once the personal data of the case were erased nobody can be contacted, so only requests keep their dates.
    """
    h = _about(group, [group.subject])
    cases = sorted({case for record in h.mine for case in record.subjects("case")})
    persons = _about(group, cases)
    erased = any(told.data.scope in WHOLE_CASE for told in persons.of(ErasureCarriedOut))
    if erased and group.kind != "data_request":
        return
    tellers = Tellers(group.records)
    common = {"cases": cases, **told_of_contacts(persons, tellers)}
    found = chain(open_duties(h, tellers), remedy_deadlines(h, tellers), planned_contacts(h, tellers))
    for due in merged(found):
        row = _row(group, due, common)
        yield Made(
            row,
            key=f"{group.subject}/{due.kind}/{row['due']}",
            sort=due.moment.astimezone(UTC).isoformat(timespec="microseconds"),
            facets=_facets(row, due, persons, tellers),
        )


def shown(row: Row, now: datetime) -> Row:
    """The row with the whole days since its date passed; 0 until then."""
    late = now - datetime.fromisoformat(row["due"])
    return {**row, "overdue_days": max(late.days, 0)}


def _about(group: Group, subjects: Sequence[str]) -> History:
    """The standing records about any of some subjects."""
    named = frozenset(subjects)
    return History(
        group.subject,
        group.standing,
        lambda record: not named.isdisjoint(record.about),
        group.clock,
        group.parameters,
    )


def _row(group: Group, due: DueDate, common: dict[str, Any]) -> dict[str, Any]:
    return {
        "subject": group.subject,
        "cases": common["cases"],
        "due": due.moment.isoformat(),
        "kind": due.kind,
        "reason": due.reason,
        "safeguard": due.safeguard,
        "open_for": list(due.open_for),
        "done_for": list(due.done_for),
        "contested": bool(due.done_for),
        "platform_defaults": group.parameters.unconfirmed(due.numbers),
        **{name: value for name, value in common.items() if name != "cases"},
    }


def _facets(row: Row, due: DueDate, persons: History, tellers: Tellers) -> dict[str, set[str]]:
    year, week, _ = due.moment.isocalendar()
    return {
        "subject": {row["subject"]},
        "case": set(row["cases"]),
        "kind": {due.kind},
        "day": {due.moment.date().isoformat()},
        "week": {f"{year}-W{week:02}"},
        "month": {due.moment.date().isoformat()[:7]},
        "overdue": {_yes(persons.passed(due.moment))},
        "silent": {_yes(row["silent_since"] is not None)},
        "intensity": set(row["intensity"].values()),
        "case_state": {row["case_state"]},
        "contested": {_yes(row["contested"])},
        "country": {record.envelope.country for record in persons.mine},
        "body": tellers.bodies(persons.mine, "provider") | tellers.bodies(persons.mine, "monitor"),
        FOLLOWED_BY: followed_by(row["cases"], persons.mine, tellers),
    }


def _yes(holds: bool) -> str:  # noqa: FBT001 - the only argument
    return "yes" if holds else "no"
