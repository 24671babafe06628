"""Fields that accounts of one thing tell differently."""

from collections.abc import Iterator

from projections.discrepancies.stating import Account, Discrepancy
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.accounts.codes import WITHHELD, json_value
from projections.viewing.accounts.differing import Difference, differences
from projections.viewing.group import Group


def differing(group: Group) -> Iterator[Discrepancy]:
    """Every field about the subject in which authors differ, each account with its value."""
    for found in differences(group):
        yield Discrepancy(
            matter=found.matter,
            thing=found.thing,
            field=found.field,
            difference=found.kind,
            accounts=tuple(Account((record,), _value(found, record)) for record in found.records),
            since=found.since,
            by=found.apart,
            matched_by=found.matched_by,
            pairs=found.pairs,
        )


def _value(found: Difference, record: AnyRecord) -> object:
    return WITHHELD if found.closed else json_value(found.value(record))
