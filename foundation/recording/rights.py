"""Whether a caller may record this account. What the account says plays no part."""

from collections.abc import Iterator

from events.submission import Submission
from foundation.identity.caller import Caller
from foundation.recording.faults import Fault


def rights_faults(caller: Caller, submission: Submission) -> tuple[Fault, ...]:
    """Every right that is missing; empty when the caller may record it."""
    return tuple(_missing(caller, submission))


def _missing(caller: Caller, submission: Submission) -> Iterator[Fault]:
    statement, about = submission.statement, submission.event.about
    role = statement.asserted_by_role
    if role not in about.asserted_by:
        yield Fault(
            "/asserted_by_role",
            "is a role whose account this event cannot be",
            f"use one of: {', '.join(about.asserted_by)}",
        )
    if role not in caller.may_assert:
        yield Fault(
            "/asserted_by_role",
            "is a role that your token does not let you speak for",
            f"use one of: {', '.join(sorted(caller.may_assert))}, or ask for a token that names the role",
        )
    if role == caller.role and caller.body and statement.asserted_by_body not in (None, caller.body):
        yield Fault(
            "/asserted_by_body",
            "is another body than your token names",
            "name your own body or leave the field out",
        )
