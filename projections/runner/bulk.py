"""Inserts many rows in the way that costs each database least.

Through prepared rows of Core an insert costs several times as much as the database needs for it.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Boolean, Connection, LargeBinary, String, Table
from sqlalchemy.types import TypeEngine

POSTGRES_TYPES: dict[type[TypeEngine[Any]], str] = {
    String: "text",
    BigInteger: "bigint",
    Boolean: "boolean",
    LargeBinary: "bytea",
}


def insert_rows(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows, each the values of all columns in order; a row whose key is there stays as it is."""
    if not rows:
        return
    quoted = connection.dialect.identifier_preparer
    names = ", ".join(quoted.format_column(column) for column in table.c)
    into = f"INSERT INTO {quoted.format_table(table)} ({names})"
    if connection.dialect.name == "postgresql":
        arrays = ", ".join(f"%b::{_postgres_type(column.type)}[]" for column in table.c)
        columns = tuple([list(column) for column in zip(*rows, strict=True)])
        select = f"SELECT * FROM unnest({arrays})"  # noqa: S608 - names of types only
        connection.exec_driver_sql(f"{into} {select} ON CONFLICT DO NOTHING", columns)
    else:
        marks = ", ".join("?" * len(table.c))
        connection.exec_driver_sql(f"{into} VALUES ({marks}) ON CONFLICT DO NOTHING", list(map(tuple, rows)))


def _postgres_type(column: TypeEngine[Any]) -> str:
    return next(name for kind, name in POSTGRES_TYPES.items() if isinstance(column, kind))
