"""What a body sees of the calendar: the dates of its own cases."""

from collections.abc import Iterable, Sequence

from projections.safeguards.judging.record import AnyRecord
from projections.viewing.accounts.teller import Tellers
from projections.viewing.view import Column, Part

FOLLOWED_BY = "followed_by"


def followed_by(cases: Sequence[str], records: Iterable[AnyRecord], tellers: Tellers) -> set[str]:
    """Bodies that gave an account, as case manager, service or monitor, of each of the cases."""
    records = list(records)
    bodies = [
        tellers.bodies(told, "provider") | tellers.bodies(told, "monitor")
        for case in cases
        for told in [[record for record in records if case in record.about]]
    ]
    return set.intersection(*bodies) if bodies else set()


def own_cases(columns: Iterable[Column], filters: Iterable[str]) -> Part:
    """Every column and filter, of some persons."""
    return Part(
        name="follow-up-calendar.own-cases",
        meaning="Only dates of persons of whom the reader's body gave an account that stands, as a service, "
        "case manager or a monitor. No record assigns cases, so this is how they are known",
        facet=FOLLOWED_BY,
        whose="body",
        columns=tuple(column.name for column in columns),
        filters=tuple(filters),
    )
