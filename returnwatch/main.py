"""The command `returnwatch`."""

import sys

import typer

from returnwatch.commands import (
    auditing,
    bulk,
    importing,
    keys,
    operating,
    person,
    sampling,
    showing,
    tokens,
    trying,
)
from returnwatch.faults import BAD_INPUT, UserFaultError

app = typer.Typer(
    name="returnwatch",
    help="Monitor the return of migrants: record, view, prove.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for commands in (importing, bulk, showing, person, auditing, keys, tokens, operating, sampling, trying):
    commands.add_to(app)


def main() -> None:
    """Run one command. Exit status 2 for bad input, with one line per fault on standard error."""
    try:
        app()
    except UserFaultError as fault:
        for line in fault.lines:
            sys.stderr.write(f"{line}\n")
        sys.exit(BAD_INPUT)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of the output, for example `head`, has seen enough.
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
