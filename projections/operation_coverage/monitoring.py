"""Who watched an operation, and in which phases."""

from collections.abc import Mapping, Sequence
from typing import Any

from projections.operation_coverage.documents import Stated
from projections.operation_coverage.evidence import Evidence
from projections.operation_coverage.statements import Observation, Presence

FORCED_RETURN_MONITORS = ("monitors_national", "monitors_pool_state", "monitors_pool_agency")
"""Figures of monitors of forced returns (Directive 2008/115/EC, article 8(6))."""

AGENCY_MONITORS = "fundamental_rights_monitors"
"""The agency's own monitors; they are not monitors of forced returns."""

NO_MONITORING_KIND = "other"
"""A body of this kind was there, but not as a monitor of forced returns."""


def monitoring_of(standing: Sequence[Evidence], figures: Mapping[str, Stated]) -> dict[str, Any]:
    """The columns of an operation's row about monitoring."""
    presences = [e.said for e in standing if isinstance(e.said, Presence)]
    observations = {e.said.observation for e in standing if isinstance(e.said, Observation)}
    forced_return = any(_some(figures[name]) for name in FORCED_RETURN_MONITORS) or any(
        presence.body_kind != NO_MONITORING_KIND for presence in presences
    )
    return {
        "monitored_forced_return": forced_return,
        "monitored_any": bool(forced_return or presences or observations or _some(figures[AGENCY_MONITORS])),
        "monitoring_bodies": _bodies(presences),
        "phases_covered": sorted({presence.phase_covered for presence in presences}),
        "observations": len(observations),
    }


def _some(figure: Stated) -> bool:
    return (figure.value or 0) > 0


def _bodies(presences: Sequence[Presence]) -> list[dict[str, Any]]:
    return [
        {
            "body": body,
            "kind": kind,
            "phases": sorted({p.phase_covered for p in presences if (p.body, p.body_kind) == (body, kind)}),
        }
        for body, kind in sorted({(p.body, p.body_kind) for p in presences})
    ]
