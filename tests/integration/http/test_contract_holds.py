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

from events.base import SERVICES, kebab
from events.base import Service as Name
from events.catalogue import EVENTS, accepted_at
from foundation.recording_http.attachments_contract import PART_TYPE
from services.data_protection.api.routes import ADDRESSES, TOP
from tests.integration.http.serving import Service

BATCH = "POST /v1/records"
FILE = "/v1/attachments/{attachment_id}"
OTHERS = [
    *(BATCH, "GET /v1/records/{event_id}", "GET /health/live", "GET /health/ready"),
    *("POST /v1/attachments", f"HEAD {FILE}", f"PATCH {FILE}"),
]
ALONE: dict[Name, list[str]] = {
    "data_protection": [f"GET {FILE}", *(f"POST {TOP}/{one.name}" for one in ADDRESSES)]
}
"""What one service answers and the others do not."""
EXCEPTIONS = {
    # Countries, languages and kinds of ids are checked beyond what JSON Schema can say.
    "positive_data_acceptance": lambda _operation: True,
    # A batch is accepted as a whole and answers for its items one by one.
    "negative_data_rejection": lambda operation: operation == BATCH,
}
QUICK = settings(
    max_examples=3,  # of each operation: there are two hundred
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


MODES = pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
EVERY = 4
"""One in so many of the events that a service owns is tried in a quick run; the long run tries all."""


@MODES
@pytest.mark.parametrize("name", SERVICES)
def test_no_request_made_from_the_contract_gets_an_undocumented_answer(
    tmp_path: Path, name: Name, mode: GenerationMode
) -> None:
    own = [event for event in EVENTS if event.about.service == name]
    _try(tmp_path, name, mode, [f"POST /v1/records/{kebab(event.__name__)}" for event in own[::EVERY]])


@pytest.mark.long
@MODES
@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.timeout(1800)
def test_no_request_for_any_event_that_a_service_accepts_gets_an_undocumented_answer(
    tmp_path: Path, name: Name, mode: GenerationMode
) -> None:
    _try(tmp_path, name, mode, [f"POST /v1/records/{kebab(event.__name__)}" for event in accepted_at(name)])


def _try(tmp_path: Path, name: Name, mode: GenerationMode, recording: list[str]) -> None:
    events, vault = (f"sqlite:///{tmp_path}/{what}.sqlite" for what in ("events", "vault"))
    service = Service(events, vault, tmp_path, name)
    service.start()
    try:
        _try_out_each(service, mode, [*recording, *others(name)])
    finally:
        service.close()


def others(name: Name) -> list[str]:
    """What a service answers beside the recording of single events."""
    return [*OTHERS, *ALONE.get(name, [])]


def _try_out_each(service: Service, mode: GenerationMode, labels: list[str]) -> None:
    contract = schemathesis.openapi.from_url(f"{service.url}/openapi.json")
    operations = {operation.label: operation for operation in (o.ok() for o in contract.get_all_operations())}
    assert len(operations) == len(accepted_at(service.name)) + len(others(service.name))
    tried = {label: try_out(operations[label], mode, service.token()) for label in labels}
    assert {label for label, times in tried.items() if not times} <= {"GET /health/live", "GET /health/ready"}


def try_out(operation: Any, mode: GenerationMode, token: str) -> int:
    """Send generated requests and check every answer; how many were sent."""
    load_all_checks()
    schemathesis.serializer.alias(PART_TYPE, "application/octet-stream")
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
