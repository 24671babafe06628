"""From everything said about one operation to its row. The order in which it was said does not matter."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from projections.operation_coverage.access import access_of
from projections.operation_coverage.claims import Difference
from projections.operation_coverage.documents import (
    FIGURES,
    Document,
    documents_of,
    state_codes,
    state_figure,
)
from projections.operation_coverage.evidence import Evidence
from projections.operation_coverage.fields import FIELDS
from projections.operation_coverage.monitoring import monitoring_of
from projections.operation_coverage.shares import NOT_STATED, Share, shares_of
from projections.operation_coverage.statements import Figures, Plan


@dataclass(frozen=True, slots=True)
class Coverage:
    """The row of one operation, and where it counts."""

    row: dict[str, Any]
    shares: tuple[Share, ...]


def fold(
    operation: str,
    said: Sequence[Evidence],
    counts: Container[str],
    objections: Mapping[str, Sequence[Evidence]],
) -> Coverage | None:
    """The row of an operation; None when nothing said about it still stands.

    `said` is everything ever said about it, `counts` holds the ids of what stands, `objections` the
    amendments not known to be its author's, by the record that they amend.
    """
    standing = [evidence for evidence in said if evidence.event_id in counts]
    if not standing:
        return None
    by_statement: defaultdict[type[Any], list[Evidence]] = defaultdict(list)
    for evidence in standing:
        by_statement[type(evidence.said)].append(evidence)
    documents = documents_of(by_statement[Figures], said)
    figures = {name: state_figure(name, documents) for name in FIGURES}
    fields = {name: field.read(name, by_statement, documents) for name, field in FIELDS.items()}
    shown: dict[str, Any] = {name: value for name, (value, _) in fields.items()}
    differences = [d for _, found in fields.values() for d in found]
    differences += [d for figure in figures.values() for d in figure.differences]
    states, states_differ = state_codes("states", documents)
    destinations, destinations_differ = state_codes("destinations", documents)
    differences += states_differ + destinations_differ
    plans = [evidence.said for evidence in standing if isinstance(evidence.said, Plan)]
    row = {
        "operation": operation,
        "reference": shown.pop("reference"),
        "type": shown.pop("type") or NOT_STATED,
        "departed_on": shown.pop("departed_on"),
        "planned_for": shown.pop("planned_for"),
    }
    row |= {
        "year": (row["departed_on"] or row["planned_for"] or NOT_STATED).partition("-")[0],
        "states": sorted({*states, *(code for plan in plans for code in plan.participating_countries)}),
        "destinations": sorted(
            {*destinations, *(code for plan in plans for code in plan.countries_of_return)}
        ),
        **shown,
        **{name: figure.value for name, figure in figures.items()},
        **monitoring_of(standing, figures),
        **access_of(standing),
        "sources": _sources(standing, documents),
        "differences": _listed(differences + _objected(said, objections)),
    }
    return Coverage(row, tuple(shares_of(row, figures)))


def _sources(standing: Sequence[Evidence], documents: Sequence[Document]) -> list[dict[str, Any]]:
    published = [(d.name, d.author, len(d.rows)) for d in documents]
    others = [(e.kind, e.author) for e in standing if not isinstance(e.said, Figures)]
    recorded = [(kind, author, others.count((kind, author))) for kind, author in sorted(set(others))]
    return [
        {"source": source, "author": author, "records": records}
        for source, author, records in published + recorded
    ]


def _objected(said: Sequence[Evidence], objections: Mapping[str, Sequence[Evidence]]) -> list[Difference]:
    """Amendments not known to be the author's: the record stays, and the objection is told."""
    return [
        Difference("record", str(by.amendment_kind), of.event_id, None, by.author)
        for of in said
        for by in objections.get(of.event_id, ())
    ]


def _listed(differences: Sequence[Difference]) -> list[dict[str, Any]]:
    ordered = sorted(set(differences), key=lambda d: (d.of, d.source, d.row or "", d.author, str(d.value)))
    return [difference.as_row() for difference in ordered]
