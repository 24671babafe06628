"""Options that several commands share."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter, ValidationError

from foundation.moments import A_MOMENT, moment_of
from returnwatch.faults import UserFaultError

DataDir = Annotated[
    Path,
    typer.Option("--data-dir", help="Folder with the files of the embedded mode.", show_default=True),
]
DEFAULT_DATA_DIR = Path("returnwatch-data")

Url = Annotated[
    str | None,
    typer.Option("--url", help="Send to this service over HTTP instead, for example http://127.0.0.1:8080."),
]
TokenFile = Annotated[
    Path | None,
    typer.Option("--token-file", help="File with the bearer token; without it RETURNWATCH_TOKEN is read."),
]


def checked(value: Any, kind: Any, option: str, what: str) -> Any:
    """The value as a code or an id of the language. Raises UserFaultError that says what to write."""
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError:
        raise UserFaultError(f"{option}: write {what}") from None


def moment_option(option: str, text: str | None) -> datetime | None:
    """The moment that an option states, if it was given. Raises UserFaultError that says what to write."""
    try:
        return moment_of(text) if text is not None else None
    except ValueError:
        raise UserFaultError(f"{option}: write {A_MOMENT}") from None
