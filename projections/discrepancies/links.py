"""What monitors judged of pairs of records: one fact, one fact told in contradiction, or two facts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from events.return_operation.monitoring import AccountsLinked
from projections.safeguards.judging.matching import SAME
from projections.safeguards.judging.record import AnyRecord, Record
from projections.viewing.group import Group

Pair = tuple[AnyRecord, AnyRecord]
Link = Record[AccountsLinked]


class Links:
    """The links that stand, by the records that they name. A link to a record holds for what replaced it."""

    def __init__(self, group: Group) -> None:
        self.all: list[Link] = group.anywhere(AccountsLinked)
        self._by_names: dict[frozenset[str], list[Link]] = defaultdict(list)
        for link in self.all:
            self._by_names[frozenset((link.data.first_event, link.data.second_event))].append(link)

    def latest(self, pair: Pair) -> Link | None:
        """The judgement on two records that was made last."""
        if not self.all:
            return None
        mine, theirs = ((record.id, *record.amended) for record in pair)
        found = [
            link
            for first in mine
            for second in theirs
            for link in self._by_names.get(frozenset((first, second)), ())
        ]
        return max(found, key=lambda link: link.order, default=None)

    def of(self, pairs: Iterable[Pair]) -> list[Link]:
        """The latest judgement on each pair, in the order in which they were made."""
        found = {link.id: link for pair in pairs if (link := self.latest(pair)) is not None}
        return sorted(found.values(), key=lambda link: link.order)

    def state(self, pairs: Sequence[Pair]) -> str:
        """`linked` when a pair is held to be one fact, `dismissed` when every pair is held not to be."""
        latest = [self.latest(pair) for pair in pairs]
        if any(link is not None and link.data.link in SAME for link in latest):
            return "linked"
        return "dismissed" if latest and all(latest) else "open"
