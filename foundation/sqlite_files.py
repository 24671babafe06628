"""SQLite files as they are named to SQLite, whatever characters their path has, and read without a trace."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path


def reading_uri(path: Path) -> str:
    """URI under which a file is read and never made.

    Where nothing may be written, SQLite cannot keep the files that it shares with other processes: without
    a log of writes beside it the file then counts as one that nobody changes.
    """
    uri = path.absolute().as_uri()
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return f"{uri}?mode=rw"
    log = path.with_name(f"{path.name}-wal")
    unchanging = not log.exists() or not log.stat().st_size
    return f"{uri}?mode=ro&immutable=1" if unchanging else f"{uri}?mode=ro"


def holds_rows(path: Path, *tables: str) -> bool:
    """Whether one of the tables has a row; what cannot be read as a database counts as having some."""
    if not path.exists() or not path.stat().st_size:
        return False
    try:
        with closing(sqlite3.connect(reading_uri(path), uri=True)) as connection:
            there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            return any(
                connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608 - fixed names
                for table in there.intersection(tables)
            )
    except sqlite3.Error:
        return True
