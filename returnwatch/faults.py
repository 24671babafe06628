"""What the command line says when it cannot go on."""

from collections.abc import Sequence

BAD_INPUT = 2
NOT_VERIFIED = 1


class UserFaultError(Exception):
    """Bad input: one line per fault, each saying what, where and what to do. Exit status 2."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines: Sequence[str] = lines
