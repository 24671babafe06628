"""What is told differently: every pair of authors is compared on each step of which both tell."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations
from typing import Any

from projections.safeguards.judging.record import AnyRecord
from projections.viewing.accounts.matters import Matter
from projections.viewing.accounts.saying import by_side
from projections.viewing.accounts.teller import Tellers

MATTERS: Mapping[str, tuple[Matter, ...]] = {
    "complaint": (
        Matter("lodging", "ComplaintLodged by complaint"),
        Matter("step", "ComplaintStatusChanged by complaint+state"),
    ),
    "incident": (
        Matter("report", "IncidentReported by incident"),
        Matter("step", "IncidentStatusChanged by incident+state"),
    ),
    "recommendation": (
        Matter("issue", "RecommendationIssued by recommendation"),
        Matter("answer", "RecommendationAnswered by recommendation", ("answer", "implementation_due")),
        Matter("assessment", "RecommendationImplementationAssessed by recommendation", ("state",)),
    ),
}
"""Kind to what accounts of it are compared in."""

NOT_COMPARED = frozenset({"reporter_protected", "anonymity_requested", "based_on", "evidence_events"})
"""What each author states for itself."""


def contested(
    kind: str, subject: str, records: Sequence[AnyRecord], tellers: Tellers, wider: timedelta
) -> Iterator[dict[str, Any]]:
    """Each field that authors tell differently, with the values of each side where they are open."""
    for matter in MATTERS[kind]:
        for thing, accounts in matter.things(records, subject):
            step = thing.partition("+")[2] or None
            yield from _in(matter, step, accounts, tellers, wider)


def _in(
    matter: Matter, step: str | None, accounts: Sequence[AnyRecord], tellers: Tellers, wider: timedelta
) -> Iterator[dict[str, Any]]:
    by_author: dict[Any, list[AnyRecord]] = {}
    for record in accounts:
        by_author.setdefault(record.author, []).append(record)
    for comparison in matter.comparisons:
        if comparison.field in NOT_COMPARED:
            continue
        pairs = combinations(by_author.values(), 2)
        if any(comparison.differ(mine, theirs, wider) is not None for mine, theirs in pairs):
            closed = comparison.field in matter.closed
            yield {
                "what": matter.name,
                "state": step,
                "field": comparison.field,
                "sides": {} if closed else by_side(accounts, tellers, comparison.read),
            }
