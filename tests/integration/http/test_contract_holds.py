"""Schemathesis reads the published contract and tries the running service with requests made from it."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode

from events.base import SERVICES
from events.base import Service as Name
from events.catalogue import accepted_at
from tests.integration.http.serving import Service

BATCH = "POST /v1/records"
EXCEPTIONS = {
    # Countries, languages and kinds of ids are checked beyond what JSON Schema can say.
    "positive_data_acceptance": lambda _operation: True,
    # A batch is accepted as a whole and answers for its items one by one.
    "negative_data_rejection": lambda operation: operation == BATCH,
}
QUICK = settings(
    max_examples=4,  # of each operation: there are two hundred
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
@pytest.mark.parametrize("name", SERVICES)
def test_no_request_made_from_the_contract_gets_an_undocumented_answer(
    tmp_path: Path, name: Name, mode: GenerationMode
) -> None:
    events, vault = (f"sqlite:///{tmp_path}/{what}.sqlite" for what in ("events", "vault"))
    service = Service(events, vault, tmp_path, name)
    service.start()
    try:
        _try_everything(service, mode)
    finally:
        service.close()


def _try_everything(service: Service, mode: GenerationMode) -> None:
    contract = schemathesis.openapi.from_url(f"{service.url}/openapi.json")
    operations = [found.ok() for found in contract.get_all_operations()]
    tried = {operation.label: try_out(operation, mode, service.token()) for operation in operations}
    assert len(tried) == len(accepted_at(service.name)) + 4
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
