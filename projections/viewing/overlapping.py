"""Which numbers of sets that overlap may be told together, so that no difference of them is a few.

Several findings bear on the same decisions. Each divides those on which it bears by what became of it; the
divisions that are told must leave, taken together, no group of a few: then whatever is worked out from them
is a sum of groups with enough members. A division that would leave one is withheld as a whole.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from projections.viewing.suppression import Split, split

OUTSIDE = ""
"""The part of members that a division does not divide. Those outside every division are never counted."""


def told_together(
    facts: Sequence[Mapping[str, str]], divisions: Iterable[str], limit: int
) -> dict[str, Split | None]:
    """Division to what may be told of each of its values; none when nothing may.

    A fact gives a value to those divisions that divide it. They are tried in the order of their names, which
    tells nothing of their size.
    """
    told: dict[str, Split | None] = {}
    groups: list[tuple[str, ...]] = [() for _ in facts]
    for division in sorted(divisions):
        own = split(Counter(fact[division] for fact in facts if division in fact), limit)
        told[division] = None
        if own is None:
            continue
        finer = [
            (*group, own.part(fact[division]) if division in fact else OUTSIDE)
            for group, fact in zip(groups, facts, strict=True)
        ]
        if all(members >= limit for parts, members in Counter(finer).items() if set(parts) != {OUTSIDE}):
            told[division], groups = own, finer
    return told
