"""Schemathesis reads the published contract and tries the running service with requests made from it."""

from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode

from tests.integration.http.serving import Service

BATCH = "POST /v1/records"
EXCEPTIONS = {
    # Countries, languages and kinds of ids are checked beyond what JSON Schema can say.
    "positive_data_acceptance": lambda _operation: True,
    # A batch is accepted as a whole and answers for its items one by one.
    "negative_data_rejection": lambda operation: operation == BATCH,
}
QUICK = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
def test_no_request_made_from_the_contract_gets_an_undocumented_answer(
    service: Service, mode: GenerationMode
) -> None:
    contract = schemathesis.openapi.from_url(f"{service.url}/openapi.json")
    operations = [found.ok() for found in contract.get_all_operations()]
    tried = {operation.label: try_out(operation, mode, service.token()) for operation in operations}
    assert len(tried) == 10
    assert {label for label, times in tried.items() if not times} <= {"GET /health/live", "GET /health/ready"}


def try_out(operation: Any, mode: GenerationMode, token: str) -> int:
    """Send generated requests and check every answer; how many were sent."""
    load_all_checks()
    excluded = [
        check
        for check in CHECKS.get_all()
        if EXCEPTIONS.get(check.__name__, lambda _: False)(operation.label)
    ]
    sent = 0

    @QUICK
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers_as_documented(case: schemathesis.Case) -> None:
        nonlocal sent
        sent += 1
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=excluded)

    with suppress(Unsatisfiable):  # there is nothing to get wrong in a health check
        answers_as_documented()
    return sent
