"""What stands in the way of a command and is no fault of the program, in one line."""

import sys

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from foundation.attachments.port import BlobsUnavailableError
from foundation.event_store.port import StoreUnavailableError
from foundation.identity.oidc_settings import OidcSettingsError
from foundation.identity.tokens import TokenKeyError
from foundation.private_file import PrivateFileError
from foundation.tlog.keys import KeyFileError
from foundation.vault.errors import VaultError
from foundation.vault.sectors import SectorKeysError
from projections.runner import errors as runner_errors
from returnwatch.faults import UserFaultError

KEY_FILES = (SectorKeysError, KeyFileError, TokenKeyError, PrivateFileError)
HINDRANCES = (*KEY_FILES, BlobsUnavailableError, StoreUnavailableError, VaultError, OidcSettingsError)
"""Their texts say what to do and repeat no value."""
KAFKA = ("kafka.errors", "aiokafka.errors")
"""Loaded only by those who speak with a broker."""


def as_fault(error: BaseException) -> UserFaultError | None:
    """The fault to show for an error; None for one that should be seen whole."""
    if isinstance(error, HINDRANCES):
        return UserFaultError(_line(str(error)))
    if isinstance(error, DBAPIError | PoolTimeoutError):
        return UserFaultError(f"a database does not answer: {_reason(error)}")
    if type(error).__module__ == runner_errors.__name__:
        return UserFaultError(_line(str(error)) or f"the projection cannot go on ({type(error).__name__})")
    if isinstance(error, _kafka_errors()):
        return UserFaultError(f"Kafka does not answer: {_line(str(error)) or type(error).__name__}")
    return None


def _kafka_errors() -> tuple[type[Exception], ...]:
    return tuple(sys.modules[name].KafkaError for name in KAFKA if name in sys.modules)


def _reason(error: SQLAlchemyError) -> str:
    """The driver's own words without the statement and its values."""
    words = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return f"{type(words).__name__}: {_line(str(words))}"


def _line(text: str) -> str:
    return " ".join(text.split())
