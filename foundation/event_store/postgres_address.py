"""Where a PostgreSQL event store is, and how to speak of it without its password."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

DEFAULTS = {"connect_timeout": "5", "tcp_user_timeout": "10000", "application_name": "event store"}
"""Seconds, then milliseconds after which a silent server counts as lost."""
BY_INDEX = "-c enable_seqscan=off"
"""A plan that was prepared while the table was small must not scan it once it is large."""


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """Connection parameters as libpq names them."""

    parameters: dict[str, Any]

    @classmethod
    def parse(cls, url: str) -> "PostgresAddress":
        """Read a URL. An error repeats nothing of it, for any part of a wrong one may be the password."""
        try:
            given = conninfo_to_dict(url)
        except psycopg.Error:
            given = {}
        host, port = str(given.get("host", "")), str(given.get("port", ""))
        if not given or "@" in host or (port and not port.replace(",", "").isdecimal()):
            raise ValueError(
                "the event store's address is not a PostgreSQL URL: write postgresql://user:password@host:port/name,"
                " with special characters of the password as %XX"
            )
        return cls({**DEFAULTS, **given, "options": f"{BY_INDEX} {given.get('options', '')}"})

    @property
    def place(self) -> str:
        """Host, port and database name."""
        given = self.parameters
        return f"{given.get('host', 'localhost')}:{given.get('port', 5432)}/{given.get('dbname', '')}"

    def explain(self, error: Exception) -> str:
        """One line on what the server or the connection said, without the values of a row."""
        diagnostic = error.diag.message_primary if isinstance(error, psycopg.Error) else None
        lines = (diagnostic or str(error)).strip().splitlines()
        text = (
            f"the event store at {self.place} does not answer: {lines[0] if lines else type(error).__name__}"
        )
        password = self.parameters.get("password")
        return text.replace(str(password), "…") if password else text
