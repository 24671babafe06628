"""Notice given to monitors, places offered, access refused, and reports: each account with its author."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from projections.operation_coverage.evidence import Evidence
from projections.operation_coverage.statements import Notice, Refusal, Report


def access_of(standing: Sequence[Evidence]) -> dict[str, Any]:
    """The columns of an operation's row about notice, access and reports.

    `notice_hours` is the shortest notice that any account tells. Accounts that differ stand side by side.
    """
    in_order = sorted(standing, key=lambda evidence: evidence.newness)
    hours = [Decimal(each.said.hours_before_start) for each in in_order if isinstance(each.said, Notice)]
    return {
        "notice_hours": float(min(hours)) if hours else None,
        "notices": [_notice(each.said, each.author) for each in in_order if isinstance(each.said, Notice)],
        "access_refusals": [
            _refusal(each.said, each.author) for each in in_order if isinstance(each.said, Refusal)
        ],
        "reports": [_report(each.said, each.author) for each in in_order if isinstance(each.said, Report)],
    }


def _notice(said: Notice, author: str) -> dict[str, Any]:
    return {
        "body": said.body,
        "kind": said.body_kind,
        "notified_at": _text(said.notified_at),
        "hours_before_start": said.hours_before_start,
        "place_offered": said.place_offered,
        "author": author,
    }


def _refusal(said: Refusal, author: str) -> dict[str, Any]:
    return {
        "kind": said.kind,
        "phase": said.phase_refused,
        "refused_at": _text(said.refused_at),
        "later_granted_at": _text(said.later_granted_at),
        "author": author,
    }


def _report(said: Report, author: str) -> dict[str, Any]:
    return {
        "report": said.report,
        "level": said.level,
        "published_on": said.published_on.isoformat(),
        "author": author,
    }


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
