"""Reads from the headers of a request what a file is asked for."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from events.codes.common import LawfulBasis, ProcessingPurpose
from events.ids import UUID_PATTERN, CaseId, ConsentId
from foundation.access.asking import Use
from foundation.attachments.access import Why
from foundation.problems import problem as problems
from foundation.problems.problem import Problem, ProblemError

PURPOSE, GROUND, CONSENT, CASE = "Access-Purpose", "Access-Ground", "Access-Consent", "Access-Case"
FORMS: dict[str, tuple[TypeAdapter[Any], str]] = {
    PURPOSE: (TypeAdapter(ProcessingPurpose), f"one of: {', '.join(get_args(ProcessingPurpose))}"),
    GROUND: (TypeAdapter(LawfulBasis), f"one of: {', '.join(get_args(LawfulBasis))}"),
    CONSENT: (TypeAdapter(ConsentId), "the consent, Q- and a UUID in lower case"),
    CASE: (TypeAdapter(CaseId), "a case, C- and a UUID in lower case"),
}
"""Headers and not parts of the address, which ends up in the logs of every server on the way."""
MEANINGS: dict[str, tuple[str, dict[str, Any]]] = {
    PURPOSE: (
        "Why; needed for every file that is not open.",
        {"enum": list(get_args(ProcessingPurpose))},
    ),
    GROUND: ("On which legal ground; goes with the purpose.", {"enum": list(get_args(LawfulBasis))}),
    CONSENT: ("The consent, when it is the ground.", {"pattern": f"^Q-{UUID_PATTERN}$"}),
    CASE: (
        "For whose sake, of a file that belongs to no single case.",
        {"pattern": f"^C-{UUID_PATTERN}$"},
    ),
}


def parameters() -> list[dict[str, Any]]:
    """The headers as OpenAPI describes them."""
    return [
        {"name": name, "in": "header", "description": meaning, "schema": {"type": "string"} | schema}
        for name, (meaning, schema) in MEANINGS.items()
    ]


def read_why(headers: Mapping[str, str]) -> Why | None:
    """What the file is asked for, or None when nothing is said of it. Raises ProblemError 422."""
    said = {name: _read(name, headers[name]) for name in FORMS if name in headers}
    if not said:
        return None
    if PURPOSE not in said or GROUND not in said:
        raise _malformed(f"send the headers {PURPOSE} and {GROUND} together")
    if said[GROUND] == "consent" and CONSENT not in said:
        raise _malformed(f"name the consent in the header {CONSENT}, because it is the ground")
    return Why(Use(said[PURPOSE], said[GROUND]), said.get(CONSENT), said.get(CASE))


def _read(name: str, value: str) -> Any:
    form, meaning = FORMS[name]
    try:
        return form.validate_python(value)
    except ValidationError:
        raise _malformed(f"the header {name} must hold {meaning}") from None


def _malformed(detail: str) -> ProblemError:
    return ProblemError(Problem(problems.MALFORMED, detail))
