"""A discrepancy as a row: accounts by side, how they came together, and what monitors made of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from projections.discrepancies.links import Link, Links, Pair
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.accounts.comparing import TIMES
from projections.viewing.accounts.teller import PROTECTED, Tellers
from projections.viewing.group import Group
from projections.viewing.view import Made

ORDER: Mapping[str, str] = {"open": "1", "linked": "2", "dismissed": "3"}
"""What still asks for a look comes first."""

COLUMN_OF_SIDE = {
    "authority": "authority_account",
    "monitor": "monitor_account",
    "person": "person_account",
}
ACCOUNTS = (*COLUMN_OF_SIDE.values(), "other_accounts")


@dataclass(frozen=True)
class Account:
    """What a row shows of one or several records of one author."""

    records: tuple[AnyRecord, ...]
    value: Any


@dataclass(frozen=True)
class Discrepancy:
    """One difference before it is made a row."""

    matter: str
    thing: str
    field: str
    difference: str
    accounts: tuple[Account, ...]
    since: datetime
    by: float | None = None
    """Minutes, persons or units."""
    matched_by: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    """Records that differ; links between them confirm or dismiss the difference."""

    @property
    def records(self) -> list[AnyRecord]:
        """Every record that is shown."""
        return list({each.id: each for account in self.accounts for each in account.records}.values())


def made(found: Discrepancy, group: Group, tellers: Tellers, links: Links) -> Made:
    """The row of a discrepancy about the subject of a group."""
    state = links.state(found.pairs)
    row = {
        "subject": group.subject,
        "matter": found.matter,
        "thing": found.thing,
        "field": found.field,
        **_accounts(found.accounts, tellers),
        "matched_by": list(found.matched_by),
        "difference": found.difference,
        "by": found.by,
        "since": found.since.isoformat(),
        "linked_by": [_link(link, tellers) for link in links.of(found.pairs)],
        "state": state,
        "platform_defaults": group.parameters.unconfirmed(_numbers(found)),
    }
    since = found.since.astimezone(UTC).isoformat(timespec="microseconds")
    return Made(
        row,
        key=f"{group.subject}/{found.matter}/{found.thing}/{found.field}/{found.difference}",
        sort=f"{ORDER[state]}{since}/{group.subject}",
        facets=_facets(row, found.records, group, tellers),
    )


def _numbers(found: Discrepancy) -> tuple[str, ...]:
    """Where exact times are compared, and where accounts of force are matched by them."""
    return ("accounts_minutes",) if found.matter == "force" or found.difference == TIMES else ()


def _accounts(accounts: Iterable[Account], tellers: Tellers) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in ACCOUNTS}
    for account in accounts:
        first = account.records[0]
        column = COLUMN_OF_SIDE.get(tellers.side(first), "other_accounts")
        found[column].append(
            {
                "records": sorted(record.id for record in account.records),
                "role": tellers.role(first),
                "body": tellers.body(first),
                "value": account.value,
            }
        )
    for each in found.values():
        each.sort(key=lambda one: one["records"])
    return found


def _link(link: Link, tellers: Tellers) -> dict[str, Any]:
    return {"record": link.id, "link": link.data.link, "body": tellers.body(link)}


def _facets(
    row: Mapping[str, Any], records: Sequence[AnyRecord], group: Group, tellers: Tellers
) -> dict[str, set[str]]:
    of_case = {group.subject} if group.kind == "case" else _named(records, "case")
    return {
        **{name: {row[name]} for name in ("subject", "matter", "field", "difference", "state")},
        "case": of_case,
        "operation": _named(records, "operation") | ({group.subject} if group.kind == "operation" else set()),
        "country": {record.envelope.country for record in records},
        "authority": tellers.bodies(records, "authority"),
        "body": tellers.bodies(records),
        "side": {tellers.side(record) for record in records} - {PROTECTED},
        "year": {str(record.occurred_at.year) for record in records},
    }


def _named(records: Iterable[AnyRecord], kind: str) -> set[str]:
    return {subject for record in records for subject in record.ids(kind)}
