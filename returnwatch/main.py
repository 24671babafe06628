"""The command `returnwatch`."""

import sys

from returnwatch.faults import BAD_INPUT, UserFaultError


def main() -> None:
    """Run one command. Exit status 2 for bad input, with one line per fault on standard error."""
    try:
        # Loading takes long enough for somebody to stop it.
        from returnwatch.command_line import application  # noqa: PLC0415 - loading takes long

        application(sys.argv[1] if len(sys.argv) > 1 else None)()
    except UserFaultError as fault:
        _refuse(fault)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of the output, for example `head`, has seen enough.
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        from returnwatch.hindrances import as_fault  # noqa: PLC0415 - loading takes long

        hindrance = as_fault(error)
        if hindrance is None:
            raise
        _refuse(hindrance)


def _refuse(fault: UserFaultError) -> None:
    for line in fault.lines:
        sys.stderr.write(f"{line}\n")
    sys.exit(BAD_INPUT)


if __name__ == "__main__":
    main()
