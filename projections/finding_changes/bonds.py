"""Records of the change stream are bound anew where a program before this one bound them otherwise.

What monitoring views keep is made anew as a whole when that changes; the change stream never is, so the
records that it holds are given other bonds.
"""

from sqlalchemy import BigInteger, Column, Connection, Table, select, update

from projections.finding_changes.table import METADATA, NAME, journal_tables
from projections.runner.table import insert_new
from projections.viewing.journal import Journal
from projections.viewing.links import VERSION
from projections.viewing.opened import unopened

BOUND = Table(
    f"{NAME}_bound",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False, comment="of the bonds of every record"),
)
"""One row."""


def bind_again(connection: Connection) -> None:
    """Give records the bonds of this program, once. In the transaction that makes missing tables."""
    connection.execute(insert_new(connection, BOUND), [{"id": 1, "version": 0}])
    if connection.execute(select(BOUND.c.version).with_for_update()).scalar_one() != VERSION:
        Journal(connection, journal_tables(), unopened).bind_again()
        connection.execute(update(BOUND).values(version=VERSION))
