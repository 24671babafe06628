"""Opens a data directory for a command, and says in one line what stands in the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from returnwatch.embedded import Embedded, embedded
from returnwatch.faults import UserFaultError
from returnwatch.hindrances import HINDRANCES


@contextmanager
def data_directory(folder: Path, *, must_exist: bool) -> Iterator[Embedded]:
    """The open data directory. Raises UserFaultError when it cannot be opened or used."""
    if must_exist and not folder.is_dir():
        raise UserFaultError(f"{folder}: no such data directory; import something first or name another")
    try:
        with embedded(folder) as opened:
            yield opened
    except HINDRANCES as error:
        raise UserFaultError(f"{folder}: {error}") from None
    except DBAPIError as error:
        raise UserFaultError(
            f"{folder}: a database cannot be used ({type(error.orig).__name__}); run returnwatch audit verify"
        ) from None
    except OSError as error:
        raise UserFaultError(f"{folder}: {error.strerror or type(error).__name__}") from None
