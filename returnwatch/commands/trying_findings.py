"""The part of the demo that shows what became of the safeguards in the invented case."""

import sys
from collections.abc import Iterator
from typing import Any

from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.rules.register import BY_ID
from projections.viewing.opened import record_of
from returnwatch.asking import show
from returnwatch.embedded import Embedded
from returnwatch.rendering import Format, render

VIEW = "safeguard-findings"
EXPLAINED = "due-process.no-removal-while-remedy-pending"
SHOWN = {
    "breached": "Breached",
    "at_risk": "At risk",
    "not_evidenced": "Not evidenced: no record shows either way, which accuses nobody",
}
"""Outcome to the title of its table."""
TOLD = ("outcome", "suspensive_effect", "final")
"""What of a remedy the accounts are compared by."""


def show_findings(opened: Embedded) -> None:
    """Say which safeguards were breached, are at risk or lack evidence, and explain one contested finding."""
    found: list[dict[str, Any]] = show(opened, VIEW, {"limit": "1000"}).rows
    kept = sum(row["outcome"] == "satisfied" for row in found)
    _say("4. What became of the safeguards?\n")
    for outcome, title in SHOWN.items():
        rows = [_brief(row) for row in found if row["outcome"] == outcome]
        _say(render(rows, Format.TABLE, f"{title} ({len(rows)})"))
    _say(f"   satisfied: {kept}; every other rule asks about something that is not on record here\n")
    _explain(opened, next(row for row in found if row["rule"] == EXPLAINED))


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    contested = " (contested)" if row["contested"] else ""
    return {
        "severity": row["severity"],
        "safeguard": f"{row['rule']}{contested}",
        "about": row["scope"],
        "because": " ".join(row["explanation"]),
    }


def _explain(opened: Embedded, row: dict[str, Any]) -> None:
    rule = BY_ID[row["rule"]]
    _say(f"5. One of them explained: {rule.id}\n")
    _say(f"   {rule.title}.")
    _say(f"   {row['outcome']}, since on one side's account: {' '.join(row['explanation'])}")
    _say(f"   rests on {', '.join(row['evidence'])}\n")
    _say(render(list(_accounts(opened, row)), Format.TABLE, "Each side's account of the remedy"))
    sides = ", ".join(f"{outcome} by that of the {side}" for side, outcome in row["sides"].items())
    _say(f"   {sides}: contested, and the worst outcome stands in front")
    _say("   Neither account is taken for true; a finding never tells anybody what to do.\n")


def _accounts(opened: Embedded, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A row for each record that is an account of the matter of the rule, by side."""
    groups = BY_ID[row["rule"]].groups
    for record in sorted(_records(opened, row["subject"]), key=lambda each: (each.side, each.order)):
        if any(group.holds(record) for group in groups):
            told = {name: getattr(record.data, name, None) for name in TOLD}
            role = record.envelope.asserted_by_role
            yield {"side": record.side, "told by": role, "record": record.name, **told}


def _records(opened: Embedded, subject: str) -> Iterator[AnyRecord]:
    for store in opened.stores.values():
        for stored in store.read(0, 10_000):
            record = record_of(stored.body)
            if subject in record.about:
                yield record


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
