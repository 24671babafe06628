"""Who says what: values by side, and single accounts with their authors, as rows show them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from projections.safeguards.judging.record import AnyRecord
from projections.viewing.accounts.codes import json_value
from projections.viewing.accounts.teller import Tellers

Accounts = Mapping[str, list[dict[str, Any]]]


def by_side(
    records: Iterable[AnyRecord], tellers: Tellers, value: Callable[[AnyRecord], Any]
) -> dict[str, list[Any]]:
    """Side to the different values that its accounts tell; a side that leaves the value open is absent."""
    found: dict[str, set[Any]] = {}
    for record in records:
        told = value(record)
        if told is not None:
            each = told if isinstance(told, tuple) else (told,)
            found.setdefault(tellers.side(record), set()).update(json_value(one) for one in each)
    return {side: sorted(found[side], key=str) for side in sorted(found)}
