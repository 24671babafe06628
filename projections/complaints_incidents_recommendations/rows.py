"""The register: one row for each complaint, incident and recommendation."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from projections.complaints_incidents_recommendations.complaints import complaint
from projections.complaints_incidents_recommendations.contested import contested
from projections.complaints_incidents_recommendations.entry import Entry
from projections.complaints_incidents_recommendations.facets import facets
from projections.complaints_incidents_recommendations.incidents import incident
from projections.complaints_incidents_recommendations.recommendations import recommendation
from projections.safeguards.judging.history import History
from projections.safeguards.rules.register import BY_ID
from projections.viewing.accounts.codes import WITHHELD
from projections.viewing.accounts.comparing import widened
from projections.viewing.accounts.teller import Tellers
from projections.viewing.group import Group
from projections.viewing.judged import judged
from projections.viewing.links import kind
from projections.viewing.view import Made, Row

KINDS: Mapping[str, Callable[[History, Tellers], Entry | None]] = {
    "complaint": complaint,
    "incident": incident,
    "recommendation": recommendation,
}

LIMITED_BY: Mapping[str, str] = {
    "complaint": "accountability.complaint-handled",
    "incident": "accountability.incident-final-report",
    "recommendation": "accountability.recommendation-answered",
}
"""Kind to the safeguard whose numbers say when the next step is due."""


def rows(group: Group) -> Iterator[Made]:
    """The row of the complaint, incident or recommendation, where a record tells of it."""
    h = History(
        group.subject,
        group.standing,
        lambda record: group.subject in record.about,
        group.clock,
        group.parameters,
    )
    tellers = Tellers(group.records)
    entry = KINDS[group.kind](h, tellers)
    if entry is None:
        return
    row = _row(group, h, entry, tellers)
    opened = entry.opened_at or min(record.occurred_at for record in h.mine)
    done = "0" if entry.ended_at is None else "1"
    yield Made(
        row,
        key=group.subject,
        sort=f"{done}{opened.astimezone(UTC).isoformat(timespec='microseconds')}",
        facets=facets(row, h, tellers, overdue=_overdue(group, entry)),
    )


def _row(group: Group, h: History, entry: Entry, tellers: Tellers) -> dict[str, Any]:
    """Every column in one order, whatever the kind."""
    protected = any(tellers.is_protected(record) for record in entry.opening)
    told = entry.told
    return {
        "kind": group.kind,
        "number": group.subject,
        "subject": told.get("subject", []),
        "severity": told.get("severity", {}),
        "persons_affected": told.get("persons_affected", {}),
        "urgent": told.get("urgent"),
        "cases": [WITHHELD] if protected else _named(h, "case"),
        "operations": _named(h, "operation"),
        "countries": sorted({record.envelope.country for record in h.mine}),
        "year": str((entry.opened_at or min(record.occurred_at for record in h.mine)).year),
        "opened_at": _text(entry.opened_at),
        "raised_by": sorted({tellers.role(record) for record in entry.opening}),
        "against": told.get("against", []),
        "state": entry.state,
        "state_since": _text(entry.state_since),
        "handlers": list(entry.handlers),
        "independent": told.get("independent", {}),
        "waiting_for": list(entry.waiting_for),
        "next_due": _text(entry.next_due),
        "ended_at": _text(entry.ended_at),
        "outcome": told.get("outcome", {}),
        "informed": told.get("informed", {}),
        "reply": told.get("reply", {}),
        "replied_at": told.get("replied_at"),
        "implementation": told.get("implementation", {}),
        "fear_of_retaliation": told.get("fear_of_retaliation", {}),
        "retaliation": told.get("retaliation", {}),
        "reporter_protected": protected,
        "contested": list(contested(group.kind, group.subject, h.mine, tellers, widened(group.parameters))),
        "findings": _findings(group),
        "safeguards": told.get("safeguards", []),
        "platform_defaults": group.parameters.unconfirmed(BY_ID[LIMITED_BY[group.kind]].parameters),
    }


def shown(row: Row, now: datetime) -> Row:
    """The row with the days since it began, until it ended or is asked for, and those by which it is late."""
    opened, ended, due = (_moment(row[name]) for name in ("opened_at", "ended_at", "next_due"))
    open_for = (ended or now) - opened if opened is not None else None
    late = now - due if due is not None else None
    return {
        **row,
        "days_open": max(open_for, timedelta()).days if open_for is not None else None,
        "overdue": late is not None and late > timedelta(),
        "days_overdue": max(late, timedelta()).days if late is not None else 0,
    }


def _overdue(group: Group, entry: Entry) -> bool:
    return entry.next_due is not None and group.clock.passed(entry.next_due)


def _findings(group: Group) -> list[dict[str, Any]]:
    """What the safeguard rules find about it; a frozen finding is told by the view of findings alone."""
    found = [finding for finding in judged(group) if finding.rule.subjects is None]
    return [
        {
            "rule": finding.rule.id,
            "outcome": None if finding.frozen else finding.outcome,
            "contested": None if finding.frozen else finding.contested,
        }
        for finding in found
    ]


def _named(h: History, wanted: str) -> list[str]:
    return sorted({each for record in h.mine for each in record.subject_ids if kind(each) == wanted})


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None
