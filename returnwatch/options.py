"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter, ValidationError

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
