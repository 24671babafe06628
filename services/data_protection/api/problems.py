"""Every way in which a request about a person's data can fail, as a problem."""

from collections.abc import Iterator
from contextlib import contextmanager

from foundation.problems import problem as problems
from foundation.problems.problem import Kind, Problem, ProblemError
from foundation.recording.faults import Fault, RefusedError
from services.data_protection.application.access import AccessDeniedError, RequestRefusedError
from services.data_protection.application.erasing import LegalHoldError, NoSuchRequestError
from services.data_protection.application.holding import NoHoldError
from services.data_protection.application.reading_person import NothingHeldError

LEGAL_HOLD = Kind("legal-hold", 409, "A legal hold keeps the data from being erased")
NO_REQUEST = Kind("no-such-request", 409, "The request that is answered is not held, or not as it has to be")
NO_HOLD = Kind("no-hold", 409, "There is no hold that this body could release")
HELD_BACK = "legal_claim_preservation"
"""The ground on which a request is refused while a hold stands (GDPR, article 17(3)(e))."""


@contextmanager
def answering() -> Iterator[None]:
    """Turn what a use case raises into the problem that a caller gets."""
    try:
        yield
    except RefusedError as error:
        raise malformed(error) from None
    except RequestRefusedError as error:
        detail = "a record of it could not be made in your name, and nothing followed"
        raise ProblemError(Problem(problems.MALFORMED, detail, error.faults)) from None
    except AccessDeniedError as error:
        raise ProblemError(Problem(problems.NOT_ALLOWED, str(error))) from None
    except NothingHeldError:
        detail = "no record of a case of this person, or of this case or event, is held"
        raise ProblemError(Problem(problems.NOT_FOUND, detail)) from None
    except LegalHoldError as error:
        raise ProblemError(_held(error)) from None
    except NoSuchRequestError as error:
        raise ProblemError(Problem(NO_REQUEST, str(error))) from None
    except NoHoldError as error:
        raise ProblemError(Problem(NO_HOLD, str(error))) from None


def _held(error: LegalHoldError) -> Problem:
    remedy = f"wait for its release, or refuse the request on the ground {HELD_BACK}"
    faults = tuple(
        Fault("/subject", f"is under the hold {hold.event_id} of {hold.by[0]}", remedy)
        for hold in error.holds
    )
    return Problem(LEGAL_HOLD, f"nothing was erased; the ground for a refusal is {HELD_BACK}", faults)


def malformed(error: RefusedError) -> ProblemError:
    """The answer to content that cannot be read, or new values that do not fit their fields."""
    return ProblemError(Problem(problems.MALFORMED, "nothing was done; put this right first", error.faults))
