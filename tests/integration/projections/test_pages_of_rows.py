"""Pages of rows that several filters leave are those of trying every row, wherever a page ends."""

import hashlib
from collections.abc import Iterator, Mapping
from itertools import count

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from projections.viewing import walk as walking
from projections.viewing.rows import page_of
from projections.viewing.table import Tables, tables

VIEW = "of-tests"
FILTERS = ("country", "outcome", "severity")
Told = Mapping[str, str]
"""Name of a filter to the code of a row; the order of rows is that of their outcome and severity."""

codes = st.sampled_from("abc")
histories = st.lists(st.fixed_dictionaries(dict.fromkeys(FILTERS, codes)), max_size=40)
generation = count(1)


def sort_of(row: Told) -> str:
    return row["outcome"] + row["severity"]


def stored(connection: Connection, told: list[Told]) -> tuple[Tables, list[tuple[str, str, Told]]]:
    """The rows in tables of their own, and in the order of pages with their places."""
    of = tables(next(generation))
    of.metadata.create_all(connection)
    keys = [hashlib.sha256(str(number).encode()).hexdigest()[:8] for number in range(len(told))]
    placed = sorted((sort_of(row), key, row) for key, row in zip(keys, told, strict=True))
    for sort, key, row in placed:
        same = {"view": VIEW, "sort": sort, "key": key, "subject": "C-1"}
        connection.execute(of.row.insert().values(**same, row=orjson.dumps(row)))
        for name, code in row.items():
            connection.execute(of.facet.insert().values(**same, name=name, code=code))
    return of, placed


def pages(connection: Connection, of: Tables, asked: Told, size: int) -> Iterator[list[Told]]:
    after: str | None = None
    while True:
        rows, after = page_of(connection, of, VIEW, asked, after, size)
        yield rows
        if after is None:
            return


@pytest.mark.parametrize("counted", [3, walking.COUNTED])
@given(
    told=histories,
    asked=st.dictionaries(st.sampled_from(FILTERS), st.sampled_from("abcd"), max_size=3),
    size=st.integers(1, 7),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_are_the_rows_that_every_filter_finds_in_their_order(
    engine: Engine, counted: int, told: list[Told], asked: Told, size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch, engine.begin() as connection:
        patch.setattr(walking, "COUNTED", counted)
        of, placed = stored(connection, told)
        found = list(pages(connection, of, asked, size))
        of.metadata.drop_all(connection)

    assert all(len(page) == size for page in found[:-1])
    assert [row for page in found for row in page] == [
        row for _, _, row in placed if all(row[name] == code for name, code in asked.items())
    ]


def test_a_walk_goes_along_the_rarest_filter(engine: Engine) -> None:
    told = [{"country": code, "outcome": "a", "severity": "a"} for code in "aaabaa"]
    with engine.begin() as connection:
        of, _ = stored(connection, told)
        chosen = walking.walk(connection, of.facet, VIEW, {"outcome": "a", "country": "b", "severity": "a"})

    assert chosen is not None
    assert chosen.along == ("country", "b")


def test_a_walk_goes_no_further_than_every_filter_reaches(engine: Engine) -> None:
    told = [{"country": "a", "outcome": code, "severity": "a"} for code in "aabc"]
    told += [{"country": code, "outcome": "c", "severity": code} for code in "bc"]
    asked = {"country": "a", "outcome": "b", "severity": "a"}
    with engine.begin() as connection:
        of, _ = stored(connection, told)
        chosen = walking.walk(connection, of.facet, VIEW, asked)
        behind = walking.walk(connection, of.facet, VIEW, asked, begin="c")
        nowhere = walking.walk(connection, of.facet, VIEW, {"outcome": "a", "severity": "c"})

    assert chosen is not None
    assert chosen.span == ("ba", "ba")
    assert behind is None
    assert nowhere is None
