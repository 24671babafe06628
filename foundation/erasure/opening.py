"""Opens the list of erasures and the ending of keys of the vault that an address names."""

from collections.abc import Iterator
from contextlib import contextmanager

from foundation.erasure.sql_erasures import SqlErasures
from foundation.vault.sql_engines import engine_of
from foundation.vault.sql_key_ending import SqlKeyEnding


@contextmanager
def erasures_at(url: str) -> Iterator[tuple[SqlErasures, SqlKeyEnding]]:
    """Both on one engine. The tables of the keys are made by `open_vault`, which comes first."""
    engine = engine_of(url)
    try:
        yield SqlErasures(engine), SqlKeyEnding(engine)
    finally:
        engine.dispose()
