"""Figures of one operation by document: the rows of one document add up, two documents never do.

A document that gives a figure by state and for the whole operation says it twice; those by state are counted.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from projections.operation_coverage.claims import Claim, Difference, Value, claim, differing
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

SAID: dict[str, Callable[[Figures], Value | None]] = {
    **FIGURES,
    "states": lambda figures: figures.participating_country,
    "destinations": lambda figures: " ".join(figures.countries_of_return or ()) or None,
}
"""What one statement of a row says."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a document as its author last stated it; what was left out then is taken from before."""

    name: str
    """Where it stands in the document."""
    figures: Mapping[str, int]
    """The figures that are stated."""
    state: str | None
    """The state whose figures these are."""
    destinations: tuple[str, ...]
    """Countries of return that the row names."""
    differences: tuple[Difference, ...]
    """What earlier statements of this very row said otherwise."""


CODES: dict[str, Callable[[Row], Sequence[str]]] = {
    "states": lambda row: (row.state,) if row.state else (),
    "destinations": lambda row: row.destinations,
}
"""What is taken as a whole from one document."""

Newness = tuple[datetime, str, str]
"""Sorts documents, the newest last: the moment of publication, the name, the author."""


@dataclass(frozen=True, slots=True)
class Document:
    """What one author published under one name about one operation."""

    name: str
    author: str
    rows: tuple[Row, ...]
    newness: Newness

    def codes(self, of: str) -> list[str]:
        """The states or destinations that its rows name, each once."""
        return sorted({code for row in self.rows for code in CODES[of](row)})

    def claims(self, figure: str) -> list[Claim]:
        """The sum over the rows that are counted for the figure; no claim when none states it."""
        counted, _ = self._stating(figure)
        return [self._sum(figure, counted, None)] if counted else []

    def passed_over(self, figure: str) -> list[Claim]:
        """What the rows say that are not counted: the figure of the whole, where it is given by state too."""
        _, whole = self._stating(figure)
        return [self._sum(figure, whole, whole[0].name)] if whole else []

    def divided(self, figure: str, code_of: Callable[[Row], str]) -> Counter[str]:
        """The figure by the codes of the rows that are counted for it."""
        parts: Counter[str] = Counter()
        for row in self._stating(figure)[0]:
            parts[code_of(row)] += row.figures[figure]
        return parts

    def _stating(self, figure: str) -> tuple[list[Row], list[Row]]:
        """The rows that are counted for a figure, and those that repeat it for the whole operation."""
        stating = [row for row in self.rows if figure in row.figures]
        by_state = [row for row in stating if row.state]
        whole = [row for row in stating if not row.state]
        return (by_state, whole) if by_state else (whole, [])

    def _sum(self, figure: str, rows: Sequence[Row], row: str | None) -> Claim:
        total = sum(one.figures[figure] for one in rows)
        return Claim(total, self.newness, self.name, row, self.author)


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure: the value of the newest document that states it, and what others said."""

    value: int | None
    document: Document | None
    differences: list[Difference]


Told = tuple[Evidence, Figures]


def documents_of(told: Iterable[Evidence], said: Iterable[Evidence]) -> list[Document]:
    """Evidence from figures put together by document and row, in a fixed order.

    `told` is what still counts; `said`, everything ever said, tells when a document was published whose
    every row was corrected since.
    """
    documents: defaultdict[tuple[str, str], defaultdict[str, list[Told]]]
    documents = defaultdict(lambda: defaultdict(list))
    for record in told:
        if isinstance(record.said, Figures):
            document = documents[record.said.source_document, record.author]
            document[record.said.source_row].append((record, record.said))
    return [_document(name, author, documents[name, author], said) for name, author in sorted(documents)]


def state_codes(of: str, documents: Sequence[Document]) -> tuple[list[str], list[Difference]]:
    """The states or destinations that the newest document names which names any, and what others name."""
    stated = [(document, codes) for document in documents if (codes := document.codes(of))]
    if not stated:
        return [], []
    chosen, shown = max(stated, key=lambda pair: pair[0].newness)
    claims = [Claim(" ".join(codes), d.newness, d.name, None, d.author) for d, codes in stated]
    differences = differing(of, " ".join(shown), claims)
    return shown, differences + [d for row in chosen.rows for d in row.differences if d.of == of]


def state_figure(figure: str, documents: Sequence[Document]) -> Stated:
    """Choose the newest document that states a figure and list where the others differ."""
    stated = [(claim, document) for document in documents for claim in document.claims(figure)]
    if not stated:
        return Stated(None, None, [])
    shown, chosen = max(stated, key=lambda pair: pair[0].newness)
    others = [claim for document in documents for claim in document.passed_over(figure)]
    differences = differing(figure, shown.value, [claim for claim, _ in stated] + others)
    differences += [d for row in chosen.rows for d in row.differences if d.of == figure]
    return Stated(int(shown.value), chosen, differences)


def _document(name: str, author: str, rows: Mapping[str, list[Told]], said: Iterable[Evidence]) -> Document:
    standing = [evidence for told in rows.values() for evidence, _ in told]
    published = _amending_nothing(standing)
    if not published:
        published = [e for e in _amending_nothing(said) if _is_of(e, name, author)] or standing
    at = max(evidence.occurred_at for evidence in published)
    return Document(name, author, tuple(_row(row, rows[row]) for row in sorted(rows)), (at, name, author))


def _amending_nothing(said: Iterable[Evidence]) -> list[Evidence]:
    """Without corrections and additions, which come after the document was published."""
    return [evidence for evidence in said if evidence.amends is None]


def _is_of(evidence: Evidence, name: str, author: str) -> bool:
    said = evidence.said
    return isinstance(said, Figures) and (said.source_document, evidence.author) == (name, author)


def _row(name: str, told: Sequence[Told]) -> Row:
    oldest_first = sorted(told, key=lambda one: one[0].newness) if len(told) > 1 else told
    figures: dict[str, int] = {}
    state: str | None = None
    destinations: tuple[str, ...] = ()
    for _, row in oldest_first:
        figures |= {figure: value for figure, read in FIGURES.items() if (value := read(row)) is not None}
        state = row.participating_country or state
        destinations = row.countries_of_return or destinations
    shown = {**figures, "states": state, "destinations": " ".join(destinations)}
    return Row(name, figures, state, destinations, tuple(_said_before(oldest_first, shown)))


def _said_before(told: Sequence[Told], shown: Mapping[str, Value | None]) -> list[Difference]:
    differences: list[Difference] = []
    for name, read in SAID.items() if len(told) > 1 else ():
        claims = [
            claim(value, evidence, evidence.newness)
            for evidence, row in told
            if (value := read(row)) is not None
        ]
        differences += differing(name, shown.get(name), claims)
    return differences
