"""For which body a record speaks whose author did not say."""

from events.submission import Submission
from foundation.identity.caller import Caller


def with_own_body(caller: Caller, submission: Submission) -> Submission:
    """The submission with the body that the caller's token names, where the author left it out.

    Only for an account in the caller's own role: what a returnee says through a monitor is not the
    monitoring body's account. The body is part of the content from here on, as if the author had written it,
    so a repeat says the same as long as its token names the same body.
    """
    statement = submission.statement
    if (
        caller.body is None
        or statement.asserted_by_body is not None
        or statement.asserted_by_role != caller.role
    ):
        return submission
    return Submission(statement.model_copy(update={"asserted_by_body": caller.body}), submission.event)
