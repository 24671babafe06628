"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

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
