"""Codes under which a row of the register is found."""

from collections.abc import Iterable, Mapping
from typing import Any

from projections.safeguards.judging.history import History
from projections.viewing.accounts.codes import WITHHELD
from projections.viewing.accounts.teller import Tellers

ADDRESSEE = "addressee"
"""Says to whom a recommendation is addressed; no filter has this name."""


def facets(row: Mapping[str, Any], h: History, tellers: Tellers, *, overdue: bool) -> dict[str, set[str]]:
    """Filter name to codes. Nothing that the row withholds can be found by a filter."""
    authorities = tellers.bodies(h.mine, "authority")
    addressees = set(row["handlers"]) if row["kind"] == "recommendation" else set()
    return {
        "kind": {row["kind"]},
        "number": {row["number"]},
        "subject": set(row["subject"]),
        "severity": _values(row["severity"]),
        "case": set(row["cases"]) - {WITHHELD},
        "operation": set(row["operations"]),
        "against": set(row["against"]),
        "state": {row["state"]},
        "open": {_yes(row["ended_at"] is None)},
        "overdue": {_yes(overdue)},
        "handler": set(row["handlers"]),
        "waiting_for": set(row["waiting_for"]),
        "authority": authorities | addressees,
        ADDRESSEE: addressees,
        "outcome": _values(row["outcome"]),
        "reply": _values(row["reply"]) or ({"none"} if row["kind"] == "recommendation" else set()),
        "implementation": _values(row["implementation"]),
        "independent": _values(row["independent"]),
        "retaliation": _values(row["retaliation"]),
        "fear_of_retaliation": _values(row["fear_of_retaliation"]),
        "reporter_protected": {_yes(row["reporter_protected"])},
        "contested": {_yes(bool(row["contested"]))},
        "country": set(row["countries"]),
        "year": {row["year"]},
        "safeguard": set(row["safeguards"]),
        "urgent": {_yes(row["urgent"])} if row["kind"] == "recommendation" else set(),
    }


def _values(sides: Mapping[str, Iterable[Any]]) -> set[str]:
    return {str(value) for values in sides.values() for value in values}


def _yes(holds: bool) -> str:  # noqa: FBT001 - the only argument
    return "yes" if holds else "no"
