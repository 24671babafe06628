"""`returnwatch sample`: invented histories over all events, as a file that `import events` takes."""

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from returnwatch.progress import progress
from returnwatch.sample.histories import Shares, histories
from returnwatch.writing import written


def add_to(app: typer.Typer) -> None:
    """Add the command `sample`."""
    app.command("sample")(sample)


def sample(
    cases: Annotated[int, typer.Option(min=1, help="Cases to invent.")] = 50,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same records, ids included.")] = 1,
    contradictory: Annotated[
        float, typer.Option(min=0, max=1, help="Share of histories in which sides tell a fact differently.")
    ] = Shares.contradictory,
    unlawful: Annotated[
        float, typer.Option(min=0, max=1, help="Share of histories that go against the standards.")
    ] = Shares.unlawful,
    out: Annotated[Path | None, typer.Option(help="File to write; without it standard output.")] = None,
) -> None:
    """Write invented records of cases and operations, structured CloudEvents, one a line."""
    count = 0
    with written(out) as stream, progress("inventing", None) as advance:
        for document in histories(cases, seed, Shares(contradictory, unlawful)):
            stream.write(orjson.dumps(document) + b"\n")
            count += 1
            advance(1)
    sys.stderr.write(f"{count} records of {cases} cases\n")
