"""An account without a body gets that of the token, in the caller's own role alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from events.codes.common import ActorRole
from events.return_operation import ObservationFiled
from events.submission import Submission
from foundation.clock import uuid7
from foundation.identity.caller import SCOPES, Caller, usual_voices
from foundation.recording.forms import read_own
from foundation.recording.speaking import with_own_body

EXAMPLES = Path(__file__).parents[3] / "contracts" / "examples" / "return_operation"
BODY, OTHER_BODY = "ORG-018f6a2c-0000-7000-8000-000000000004", "ORG-018f6a2c-0000-7000-8000-00000000ffff"


def a_caller(body: str | None = BODY) -> Caller:
    role: ActorRole = "independent_monitor"
    return Caller("USR-018f6a2c-0000-7000-8000-00000000beef", role, body, usual_voices(role), SCOPES, "t")


def an_account(**changes: Any) -> Submission:
    path = EXAMPLES / "observation-filed.v1.with-notes-and-account.json"
    return read_own(json.loads(path.read_text()) | changes, ObservationFiled, uuid7)


def test_the_body_of_the_token_speaks_where_none_is_named() -> None:
    given = an_account(asserted_by_body=None)
    filled = with_own_body(a_caller(), given)
    assert filled == an_account(asserted_by_body=BODY)
    assert given.statement.asserted_by_body is None


@pytest.mark.parametrize(
    ("caller", "account"),
    [
        (a_caller(), {"asserted_by_body": OTHER_BODY}),
        (a_caller(), {"asserted_by_body": None, "asserted_by_role": "returnee"}),
        (a_caller(body=None), {"asserted_by_body": None}),
    ],
    ids=["a body is named", "somebody else's account", "a token without a body"],
)
def test_anything_else_stays_as_it_was_written(caller: Caller, account: dict[str, Any]) -> None:
    given = an_account(**account)
    assert with_own_body(caller, given) is given
