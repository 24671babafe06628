"""Figures of one operation by document: the rows of one document add up, two documents never do."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from projections.operation_coverage.claims import Claim, Difference, differing
from projections.operation_coverage.evidence import Evidence
from projections.operation_coverage.statements import Figures

ESCORTS = frozenset({"escort_leader", "escort"})
"""Roles of the team that are counted as escorts."""


def _escorts(figures: Figures) -> int | None:
    counted = [team.total for team in figures.team_counts or () if team.role in ESCORTS]
    return sum(counted) if counted else None


FIGURES: dict[str, Callable[[Figures], int | None]] = {
    "returnees": lambda figures: figures.returnees,
    "escorts": _escorts,
    "monitors_national": lambda figures: figures.monitors_national,
    "monitors_pool_state": lambda figures: figures.monitors_pool_state,
    "monitors_pool_agency": lambda figures: figures.monitors_pool_agency,
    "fundamental_rights_monitors": lambda figures: figures.fundamental_rights_monitors,
}
"""What is added up, in the order of the answer."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a document as its author last stated it; figures left out then are taken from before."""

    statements: tuple[tuple[Evidence, Figures], ...]
    """The newest first; usually one."""

    def figure(self, name: str) -> int | None:
        """The figure, None when this row does not state it."""
        return next(iter(self._stated(name)), None)

    @property
    def state(self) -> str | None:
        """The state whose figures these are."""
        return next((f.participating_country for _, f in self.statements if f.participating_country), None)

    @property
    def destinations(self) -> tuple[str, ...]:
        """Countries of return that this row names."""
        return next((f.countries_of_return for _, f in self.statements if f.countries_of_return), ())

    def differences(self, name: str) -> list[Difference]:
        """What earlier statements of this very row said otherwise."""
        claims = [
            Claim(value, evidence.newness, figures.source_document, figures.source_row, evidence.author)
            for evidence, figures in self.statements
            if (value := FIGURES[name](figures)) is not None
        ]
        return differing(name, self.figure(name), claims)

    def _stated(self, name: str) -> Iterable[int]:
        return (value for _, figures in self.statements if (value := FIGURES[name](figures)) is not None)


@dataclass(frozen=True, slots=True)
class Document:
    """What one author published under one name about one operation."""

    name: str
    author: str
    rows: tuple[Row, ...]

    def claims(self, figure: str) -> list[Claim]:
        """The sum over the rows that state the figure; no claim when none does."""
        stated = [value for row in self.rows if (value := row.figure(figure)) is not None]
        if not stated:
            return []
        at, recorded, _ = max(row.statements[0][0].newness for row in self.rows)
        newness = (at, recorded, f"{self.name}\n{self.author}")
        return [Claim(sum(stated), newness, self.name, None, self.author)]

    def divided(self, figure: str, code: Callable[[Row], str]) -> Counter[str]:
        """The figure divided over the codes that its rows name."""
        parts: Counter[str] = Counter()
        for row in self.rows:
            value = row.figure(figure)
            if value is not None:
                parts[code(row)] += value
        return parts


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure: the value of the newest document that states it, and what others said."""

    value: int | None
    document: Document | None
    differences: list[Difference]


def documents_of(evidence: Iterable[Evidence]) -> list[Document]:
    """Figures that count, put together by document and row, in a fixed order."""
    rows: defaultdict[tuple[str, str], defaultdict[str, list[tuple[Evidence, Figures]]]]
    rows = defaultdict(lambda: defaultdict(list))
    for record in sorted(evidence, key=lambda record: record.newness, reverse=True):
        if isinstance(record.said, Figures):
            key = record.said.source_document, record.author
            rows[key][record.said.source_row].append((record, record.said))
    return [
        Document(name, author, tuple(Row(tuple(statements)) for _, statements in sorted(of.items())))
        for (name, author), of in sorted(rows.items())
    ]


def state_figure(figure: str, documents: Iterable[Document]) -> Stated:
    """Choose the newest document that states a figure and list where the others differ."""
    stated = [(claim, document) for document in documents for claim in document.claims(figure)]
    if not stated:
        return Stated(None, None, [])
    shown, chosen = max(stated, key=lambda pair: pair[0].newness)
    others = differing(figure, shown.value, [claim for claim, _ in stated])
    within = [difference for row in chosen.rows for difference in row.differences(figure)]
    return Stated(int(shown.value), chosen, others + within)
