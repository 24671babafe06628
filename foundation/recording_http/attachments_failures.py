"""Every way in which a request about an attachment can fail, as a problem."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from foundation.attachments import errors
from foundation.attachments.announcing import TooLargeError
from foundation.attachments.port import BlobsUnavailableError
from foundation.attachments.sealing import DamagedError
from foundation.problems import problem as problems
from foundation.problems.problem import Kind, Problem, ProblemError
from foundation.recording.faults import Fault, RefusedError
from foundation.recording_http.attachments_contract import (
    ERASED,
    OFFSET,
    OTHER_BYTES,
    OTHER_FILE,
    OTHER_OFFSET,
)

MEANINGS: dict[type[Exception], tuple[Kind, str]] = {
    errors.UnknownAttachmentError: (problems.NOT_FOUND, "no attachment that you may see has this id"),
    errors.OtherAnnouncementError: (OTHER_FILE, "the first one stays; announce this file under a new id"),
    errors.TooManyBytesError: (problems.TOO_LARGE, "send no more bytes than were announced"),
    errors.OtherBytesError: (OTHER_BYTES, "nothing was kept; check hash and file, and announce it again"),
    errors.ErasedError: (ERASED, "nothing about this subject is opened or taken in any more"),
    DamagedError: (problems.FAILED, "stored bytes do not open; tell whoever runs this installation"),
    BlobsUnavailableError: (problems.UNAVAILABLE, "the store of attachments does not answer; send it again"),
}
HEADERS = {problems.UNAVAILABLE: {"Retry-After": "1"}, problems.TOO_LARGE: {"Connection": "close"}}

logger = logging.getLogger(__name__)


@contextmanager
def answering() -> Iterator[None]:
    """Turn what the attachments raise into problems."""
    try:
        yield
    except RefusedError as error:
        detail = "nothing was begun; put this right first"
        raise ProblemError(Problem(problems.MALFORMED, detail, error.faults)) from None
    except TooLargeError as error:
        fault = Fault("/size", "is more than a file of this type may have", f"at most {error.most} bytes")
        problem = Problem(problems.TOO_LARGE, "nothing was begun; send a smaller file", (fault,))
        raise ProblemError(problem) from None
    except errors.WrongOffsetError as error:
        detail = f"{error}; go on from where the header {OFFSET} says"
        raise ProblemError(Problem(OTHER_OFFSET, detail), {OFFSET: str(error.offset)}) from None
    except tuple(MEANINGS) as error:
        kind, detail = MEANINGS[type(error)]
        if kind.status >= 500:
            logger.warning("%s: %s", type(error).__name__, error)
        raise ProblemError(Problem(kind, detail), HEADERS.get(kind)) from None
