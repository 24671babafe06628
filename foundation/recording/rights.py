"""Whether a caller may record this account. What the account says plays no part."""

from collections.abc import Callable

from events.submission import Submission
from foundation.access.asking import submitted
from foundation.access.deciding import decide
from foundation.identity.caller import Caller
from foundation.recording.faults import Fault


def rights_faults(caller: Caller, submission: Submission) -> tuple[Fault, ...]:
    """Every right that is missing; empty when the caller may record it."""
    decision = decide(caller, "record", submitted(submission))
    if decision.allowed:
        return ()
    told = [tell(caller, submission) for name, tell in TOLD.items() if name in decision.policies]
    return tuple(told) or (NOT_PERMITTED,)


def _account(_caller: Caller, submission: Submission) -> Fault:
    return Fault(
        "/asserted_by_role",
        "is a role whose account this event cannot be",
        f"use one of: {', '.join(submission.event.about.asserted_by)}",
    )


def _voice(caller: Caller, _submission: Submission) -> Fault:
    return Fault(
        "/asserted_by_role",
        "is a role that your token does not let you speak for",
        f"use one of: {', '.join(sorted(caller.may_assert))}, or ask for a token that names the role",
    )


def _body(_caller: Caller, _submission: Submission) -> Fault:
    return Fault(
        "/asserted_by_body",
        "is a body for which your token does not let you speak",
        "name your own body, leave the field out, or ask for a token that transcribes that body",
    )


TOLD: dict[str, Callable[[Caller, Submission], Fault]] = {
    "recording.account-of-the-event": _account,
    "recording.voice-of-the-caller": _voice,
    "recording.body-of-the-caller": _body,
}
"""What a policy that refused a record tells its author."""
NOT_PERMITTED = Fault(
    "", "is nothing that your token lets you record", "ask for a token with the scope record"
)
