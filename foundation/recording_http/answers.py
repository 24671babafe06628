"""Shapes outcomes into HTTP answers."""

from typing import Any

from pydantic_core import to_json
from starlette.responses import Response

from foundation.problems import problem as problems
from foundation.problems.problem import Problem
from foundation.recording.outcomes import Conflicting, Outcome, Receipt, Recorded, Refused, Repeated

JSON = "application/json"

Answer = tuple[int, dict[str, Any]]
"""Status and JSON members."""


def response(
    status: int, members: Any, *, media_type: str = JSON, headers: dict[str, str] | None = None
) -> Response:
    """JSON members as an answer."""
    return Response(to_json(members), status, headers, media_type)


def problem_response(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """A problem as an answer."""
    return response(problem.kind.status, problem.members(), media_type=problems.MEDIA_TYPE, headers=headers)


def answer_to(outcome: Outcome) -> Receipt | Problem:
    """What a filer gets for an outcome."""
    match outcome:
        case Recorded(receipt) | Repeated(receipt):
            return receipt
        case Conflicting():
            return Problem(
                problems.OTHER_CONTENT,
                "the first content stays; send a correction as a new record that amends it, under a new id",
            )
        case Refused("rights", faults):
            return Problem(problems.NOT_ALLOWED, "the record was not accepted from this author", faults)
        case Refused(_, faults):
            return Problem(problems.MALFORMED, "put right every fault named here and send it again", faults)


def status_of(outcome: Outcome) -> int:
    """201 for a first record, 200 for a repeat, else the status of the problem."""
    answer = answer_to(outcome)
    if isinstance(answer, Problem):
        return answer.kind.status
    return 201 if isinstance(outcome, Recorded) else 200


def record_response(outcome: Outcome) -> Response:
    """The answer to one submitted record."""
    answer = answer_to(outcome)
    if isinstance(answer, Problem):
        return problem_response(answer)
    return response(
        status_of(outcome), receipt_members(answer), headers={"Location": address(answer.event_id)}
    )


def item_members(outcome: Outcome) -> dict[str, Any]:
    """The result of one item of a batch."""
    answer = answer_to(outcome)
    if isinstance(answer, Problem):
        return {"status": answer.kind.status, "problem": answer.members()}
    return {"status": status_of(outcome), "receipt": receipt_members(answer)}


def receipt_members(receipt: Receipt) -> dict[str, Any]:
    """The JSON object of a receipt."""
    return {
        "event_id": receipt.event_id,
        "service": receipt.service,
        "sequence": receipt.sequence,
        "recorded_at": receipt.recorded_at,
        "leaf_hash": receipt.leaf_hash,
    } | ({"dropped": list(receipt.dropped)} if receipt.dropped else {})


def address(event_id: str) -> str:
    """Where a record can be read."""
    return f"/v1/records/{event_id}"
