"""Totals from which no count of a few persons can be worked out, whatever is asked (ADR 22).

The persons of a view stand in one fixed tree of places or periods. Every other dimension is shown by itself,
along that tree: never two of them together. A dimension is split where each part has enough persons; parts
that have not are told as "<5" and hidden in one sum with a large part; groups of the tree in which a part
would be too small are hidden in one sum with others. So all answers are sums of the same parts, each of which
has enough persons, and so is what remains when answers are subtracted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from projections.safeguards.judging.parameters import Parameters

Fact = Mapping[str, Any]
"""What is counted of one person or thing: dimension to a code, or to a list where several codes may hold."""

WITHHELD = "withheld"
"""A count, small or not, from which with other answers a small one could be worked out."""
HIDDEN_FIRST = ("contested", "differing", "not_stated", "other", "unknown", "withheld")
"""Values that tell least: of large ones these are hidden first, then by the alphabet. Never by size, which
would tell how large the hidden one is."""
NOT_STATED = "not_stated"
NOT_APPLICABLE = "not_applicable"
"""A value that follows from others, as that a rule on force does not apply from that no force was used. Its
number may be known from them, so it is never what hides a few."""
REST = "\0rest"


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many persons on numbers are shown."""

    count: int = 5
    average: int = 10

    @classmethod
    def of(cls, parameters: Parameters) -> Self:
        """As a monitoring body set them."""
        return cls(parameters.hide_counts_below, parameters.hide_means_below)

    def __post_init__(self) -> None:
        """Below 3 a count of 1 could be told from the fact that something is hidden."""
        if not 3 <= self.count <= self.average:
            raise ValueError("small cells: counts need a limit of 3 or more, averages at least the same")


@dataclass(frozen=True, slots=True)
class Split:
    """The values of a dimension: what may be told of each."""

    shown: Mapping[str, int]
    few: frozenset[str] = frozenset()
    """Values with fewer than the limit."""
    also: str | None = None
    """A value with enough, hidden so that the sum of the few is not known."""

    @property
    def values(self) -> list[str]:
        """Every value, those hidden too."""
        return sorted({*self.shown, *self.few, *((self.also,) if self.also is not None else ())})

    def part(self, value: str) -> str:
        """The part whose count is known: the value itself, or the sum of all hidden ones."""
        return value if value in self.shown else REST

    @property
    def parts(self) -> list[str]:
        """Every part."""
        return [*self.shown, *((REST,) if self.few else ())]


def split(counts: Mapping[str, int], limit: int) -> Split | None:
    """What may be told of each value; none when nothing may, since too few persons would hide the few.

    Of the large values the first in a fixed order is hidden with the few. What their sum exceeds the least
    possible one by must be twice the limit: then each of the few can still be any smaller or larger count.
    """
    present = {value: counts[value] for value in sorted(counts, key=_place) if counts[value]}
    few = {value: number for value, number in present.items() if number < limit}
    if not few:
        return Split(present)
    also = next((value for value in present if value not in few and value != NOT_APPLICABLE), None)
    if also is None or present[also] + sum(number - 1 for number in few.values()) < 2 * limit:
        return None
    shown = {value: number for value, number in present.items() if value not in few and value != also}
    return Split(shown, frozenset(few), also)


def _place(value: str) -> tuple[int, str]:
    last = value.rpartition("-")[2]
    return (HIDDEN_FIRST.index(last) if last in HIDDEN_FIRST else len(HIDDEN_FIRST), value)


@dataclass(eq=False)
class Node:
    """A group of the tree, whose number may be known, and the groups within it."""

    facts: Sequence[Fact]
    inner: Split | None = None
    """What may be told of the groups within; none at the last level, or when nothing may."""
    children: Mapping[str, "Node"] = field(default_factory=dict)
    rest: "Node | None" = None
    """The hidden groups within, of which only the sum is known."""

    @property
    def parts(self) -> list["Node"]:
        """The groups within whose numbers can be known."""
        return [*self.children.values(), *((self.rest,) if self.rest is not None else ())]


class Population:
    """Facts in their tree: what may be told of each group, and of each value of a dimension in it."""

    def __init__(self, facts: Iterable[Fact], frame: Sequence[str], limit: int) -> None:
        self.facts, self.frame, self.limit = list(facts), tuple(frame), limit
        self.few = f"<{limit}"
        self._lists: dict[str, bool] = {}
        self._told: dict[tuple[str, str | None], tuple[Split | None, set[Node]]] = {}

    @cached_property
    def root(self) -> Node:
        """All facts."""
        return self._node(self.facts, self.frame)

    def at(self, *path: str) -> Node | str:
        """The group at a place of the tree, or the mark that stands for its number."""
        if len(self.facts) < self.limit:
            return self.few
        node = self.root
        for code in path:
            if node.inner is None:
                return WITHHELD
            if code not in node.children:
                return WITHHELD if code == node.inner.also else self.few
            node = node.children[code]
        return node

    def values(self, dimension: str) -> list[str]:
        """The values of a dimension that may be named; none when nothing may be told of it."""
        if len(self.facts) < self.limit:
            return []
        if self._is_list(dimension):
            return sorted({code for fact in self.facts for code in fact.get(dimension, ())})
        told, _ = self._cells(dimension, None)
        return told.values if told is not None else []

    def members(self, node: Node, dimension: str, value: str) -> list[Fact] | str:
        """The facts of a group with a value, or the mark that stands for their number."""
        several = self._is_list(dimension)
        told, nodes = self._cells(dimension, value if several else None)
        wanted = "yes" if several else value
        if told is None:
            return WITHHELD
        if wanted not in told.shown:
            return WITHHELD if wanted == told.also else self.few
        if node not in nodes:
            return WITHHELD
        of = value if several else None
        return [fact for fact in node.facts if _code(fact, dimension, of) == wanted]

    def _is_list(self, dimension: str) -> bool:
        if dimension not in self._lists:
            self._lists[dimension] = any(isinstance(fact.get(dimension), list) for fact in self.facts)
        return self._lists[dimension]

    def _node(self, facts: Sequence[Fact], levels: Sequence[str]) -> Node:
        if not levels:
            return Node(facts)
        level, *deeper = levels
        inner = split(Counter(_code(fact, level) for fact in facts), self.limit)
        if inner is None:
            return Node(facts)
        within: dict[str, list[Fact]] = {part: [] for part in inner.parts}
        for fact in facts:
            within[inner.part(_code(fact, level))].append(fact)
        rest = within.pop(REST, None)
        children = {code: self._node(some, deeper) for code, some in sorted(within.items())}
        return Node(facts, inner, children, Node(rest) if rest is not None else None)

    def _cells(self, dimension: str, of: str | None) -> tuple[Split | None, set[Node]]:
        """What may be told of a dimension, and the groups for which it may."""
        if (dimension, of) not in self._told:
            told = split(Counter(_code(fact, dimension, of) for fact in self.facts), self.limit)
            nodes = {self.root, *self._refined(self.root, dimension, of, told)} if told is not None else set()
            self._told[dimension, of] = told, nodes
        return self._told[dimension, of]

    def _refined(self, node: Node, dimension: str, of: str | None, told: Split) -> Iterator[Node]:
        """Groups within a group for which the parts of a dimension may be told.

        Those in which a part would be too small stay together, at least two, so that of each only its whole
        number and of each part only the sum is known; when that is too small as well, others join them.
        """
        counts = {
            child: Counter(told.part(_code(fact, dimension, of)) for fact in child.facts)
            for child in node.parts
        }
        together = self._together(counts, told, self._known_together(node, dimension, of))
        if together is None or not self._hides([counts[child] for child in together], told):
            return
        for child in node.parts:
            if child not in together:
                yield child
                yield from self._refined(child, dimension, of, told)

    def _together(
        self, counts: Mapping[Node, Counter[str]], told: Split, also: Sequence[Node] = ()
    ) -> list[Node] | None:
        """The groups told as one, beginning with those too small and `also`; none if no others are left."""
        large = [child for child in counts if child not in also and self._enough(counts[child], told)]
        together = [child for child in counts if child not in large]
        total = sum((counts[child] for child in together), Counter[str]())
        while together and (len(together) == 1 or not self._enough(total, told)):
            if not large:
                return None
            together.append(large.pop(0))
            total += counts[together[-1]]
        return together

    def _known_together(self, node: Node, dimension: str, of: str | None) -> list[Node]:
        """The groups that a dimension tells as one from which it follows to whom this one applies.

        They stay together here too: else what applies in one of them could be worked out.
        """
        applies = split(Counter(_applies(fact, dimension, of) for fact in self.facts), self.limit)
        if applies is None or len(applies.values) == 1:
            return []
        counts = {
            child: Counter(applies.part(_applies(fact, dimension, of)) for fact in child.facts)
            for child in node.parts
        }
        return self._together(counts, applies) or []

    def _hides(self, groups: Sequence[Counter[str]], told: Split) -> bool:
        """Whether each small count in groups told together could be another, with all else as it is.

        It could when a person of that group and part may as well be of another part, and one of another group
        the other way round, without any group becoming large enough, or no longer large enough.
        """
        return all(
            any(
                self._alike(group, part, another, by, told) and self._alike(other, part, another, -by, told)
                for other in groups
                if other is not group
                for another in told.parts
                if another not in {part, NOT_APPLICABLE}
                for by in (-1, 1)
            )
            for group in groups
            for part in told.parts
            if 0 < group[part] < self.limit
        )

    def _alike(self, counts: Counter[str], part: str, another: str, by: int, told: Split) -> bool:
        """Whether a group is as large enough as before when `by` persons of another part are of this one."""
        then = Counter(counts)
        then[part] += by
        then[another] -= by
        return then[another] >= 0 <= then[part] and self._enough(then, told) == self._enough(counts, told)

    def _enough(self, counts: Mapping[str, int], told: Split) -> bool:
        return all(counts[part] >= self.limit for part in told.parts)


def _applies(fact: Fact, dimension: str, of: str | None) -> str:
    return "no" if _code(fact, dimension, of) == NOT_APPLICABLE else "yes"


def _code(fact: Fact, dimension: str, of: str | None = None) -> str:
    """The code of a fact; with `of` whether that code is among its codes, yes or no."""
    value = fact.get(dimension)
    if of is not None:
        return "yes" if of in (value or ()) else "no"
    return NOT_STATED if value is None else str(value)
