"""Which findings about the person rest on each record of the file."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from projections.viewing.frozen import is_frozen
from projections.viewing.group import Group
from projections.viewing.judged import judged


def touched(group: Group) -> Mapping[str, list[dict[str, Any]]]:
    """Record to the findings that rest on it, in the order of the rules.

    None once the values are gone from which they were made: a frozen finding is told by the view of findings.
    """
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for finding in judged(group) if not is_frozen(group) else ():
        told = {
            "rule": finding.rule.id,
            "outcome": finding.outcome,
            "contested": finding.contested,
        }
        for record in finding.evidence if not finding.frozen else ():
            found[record].append(told)
    return found
