"""The file of a case as rows: one for each record, amended and withdrawn ones too."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any

from events.return_operation.monitoring import AccountsLinked
from projections.case_file.fates import Fates
from projections.case_file.holding import in_file
from projections.case_file.parts import CONCERNED, concerned
from projections.case_file.touched import touched
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.accounts.codes import WITHHELD, closed_fields, open_codes
from projections.viewing.accounts.differing import differences
from projections.viewing.accounts.teller import PROTECTED, Tellers
from projections.viewing.group import Group
from projections.viewing.view import Made

NAMED = ("case", "event", "phase", "state", "role", "side", "body")
"""Columns that are filters as well."""

Contested = Mapping[str, Mapping[str, set[str]]]
"""Record to field to the records that tell it differently."""


def rows(group: Group) -> Iterator[Made]:
    """A row for each record in the file of a case."""
    held = in_file(group)
    fates, tellers = Fates(group), Tellers(group.records)
    contested, linked = _contested(group), _linked(held)
    whose, findings = concerned(group), touched(group)
    for record in held:
        row = {
            "case": group.subject,
            "time": record.occurred_at.isoformat(),
            "precision": record.envelope.occurred_precision,
            "phase": record.envelope.phase,
            "country": record.envelope.country,
            "event": record.name,
            "role": tellers.role(record),
            "body": tellers.body(record),
            "side": tellers.side(record),
            "source_kinds": list(record.envelope.source_kinds),
            "confidence": record.envelope.confidence,
            "summary": _summary(record),
            "hidden": _hidden(record),
            "state": fates.state(record),
            "contested": {
                name: sorted(others) for name, others in sorted(contested.get(record.id, {}).items())
            },
            "linked": linked.get(record.id, []),
            "amended_by": [_amendment(record, each) for each in fates.amendments(record)],
            "attachments": WITHHELD if record.envelope.attachments else None,
            "findings": findings.get(record.id, []),
            "recorded_at": record.recorded_at.isoformat(),
            "record": record.id,
        }
        at = record.occurred_at.astimezone(UTC).isoformat(timespec="microseconds")
        yield Made(
            row,
            key=f"{group.subject}/{record.id}",
            sort=f"{group.subject}/{at}",
            facets={**_facets(row, record), CONCERNED: whose},
        )


def _summary(record: AnyRecord) -> str:
    """Codes, times, numbers and ids of the open fields, without any text."""
    return "; ".join(f"{name}: {_words(value)}" for name, value in open_codes(record.data).items())


def _words(value: Any) -> str:
    match value:
        case list():
            return ", ".join(map(_words, value)) or "none"
        case bool():
            return "yes" if value else "no"
    return str(value)


def _hidden(record: AnyRecord) -> dict[str, list[str]]:
    """Class to the fields that are filled and not shown."""
    found = closed_fields(record.data)
    if record.envelope.asserted_by_person is not None:
        found["personal"] = ["asserted_by_person", *found.get("personal", [])]
    return dict(sorted(found.items()))


def _contested(group: Group) -> Contested:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for difference in differences(group):
        for first, second in difference.pairs:
            found[first.id][difference.field].add(second.id)
            found[second.id][difference.field].add(first.id)
    return found


def _linked(held: Sequence[AnyRecord]) -> dict[str, list[dict[str, str]]]:
    """Record to those that it follows from, or that a monitor compared with it."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for record in held:
        envelope = record.envelope
        for name, other in (
            ("amends", envelope.amends),
            ("caused_by", envelope.causation_id),
            ("same_work", envelope.correlation_id),
        ):
            if other is not None:
                found[record.id].append({"record": other, "as": name})
        if isinstance(record.data, AccountsLinked):
            first, second = record.data.first_event, record.data.second_event
            found[first].append({"record": second, "as": record.data.link, "by": record.id})
            found[second].append({"record": first, "as": record.data.link, "by": record.id})
            found[record.id] += [{"record": each, "as": record.data.link} for each in (first, second)]
    return found


def _amendment(record: AnyRecord, amendment: AnyRecord) -> dict[str, Any]:
    return {
        "record": amendment.id,
        "kind": amendment.envelope.amendment_kind,
        "same_author": amendment.author == record.author,
    }


def _facets(row: Mapping[str, Any], record: AnyRecord) -> dict[str, set[str]]:
    return {
        **{name: {row[name]} - {None, PROTECTED} for name in NAMED},
        "operation": set(record.ids("operation")),
        "contested": {"yes" if row["contested"] else "no"},
        "year": {str(record.occurred_at.year)},
    }
