"""What looks out of sequence or unlawful is recorded all the same: records come late, a fact is a fact."""

from collections.abc import Iterator
from typing import Any

import pytest

from events.base import kebab
from events.catalogue import BY_NAME
from foundation.clock import uuid7
from tests.integration.http.every_event import examples
from tests.integration.http.serving import BODY, Service

OTHER_BODY = "ORG-018f6a2c-0000-7000-8000-00000000ffff"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Any, Service]]:
    """The three services at which these records are filed."""
    services: dict[Any, Service] = {}
    for name in ("pre_return", "post_return", "data_protection"):
        folder = tmp_path_factory.mktemp(name)
        events, vault = (f"sqlite:///{folder}/{what}.sqlite" for what in ("events", "vault"))
        services[name] = Service(events, vault, folder, name)  # type: ignore[arg-type]  # the names above
        services[name].start()
    yield services
    for service in services.values():
        service.close()


def filed(running: dict[Any, Service], name: str, data: dict[str, Any] | None = None, **changes: Any) -> str:
    """The id of an event that was recorded at its owner."""
    event = BY_NAME[name]
    record = examples(event)[0] | changes
    record["data"] |= data or {}
    service = running[event.about.service]
    caller = service.client(record["asserted_by_role"], body=record.get("asserted_by_body"))
    answer = caller.post(f"/v1/records/{kebab(name)}", json=record)
    assert answer.status_code == 201, answer.text
    caller.close()
    return str(record["event_id"])


def test_an_end_without_its_start(running: dict[Any, Service]) -> None:
    case, measure = f"C-{uuid7()}", f"L-{uuid7()}"
    filed(running, "LibertyRestrictionEnded", {"liberty_measure": measure}, subject_ids=[case, measure])
    filed(running, "LibertyRestrictionReviewed", {"liberty_measure": measure}, subject_ids=[case, measure])
    filed(running, "LibertyRestrictionStarted", {"liberty_measure": measure}, subject_ids=[case, measure])
    filed(running, "LibertyRestrictionStarted", {"liberty_measure": measure}, subject_ids=[case, measure])


def test_a_withdrawal_without_its_consent(running: dict[Any, Service]) -> None:
    case, consent = f"C-{uuid7()}", f"Q-{uuid7()}"
    filed(running, "ConsentWithdrawn", {"consent": consent}, subject_ids=[case, consent])
    filed(running, "ConsentWithdrawn", {"consent": consent}, subject_ids=[case, consent])
    filed(running, "ConsentGiven", {"consent": consent}, subject_ids=[case, consent])


def test_a_second_closure_and_an_opening_after_it(running: dict[Any, Service]) -> None:
    case = f"C-{uuid7()}"
    for name in ("CaseClosed", "CaseClosed", "ReturnCaseOpened", "ReturnCaseOpened", "DeathRecorded"):
        filed(running, name, subject_ids=[case])


def test_references_to_what_nobody_knows_yet(running: dict[Any, Service]) -> None:
    unknown, earlier = f"EVT-{uuid7()}", f"EVT-{uuid7()}"
    case, remedy = f"C-{uuid7()}", f"R-{uuid7()}"
    filed(running, "LegalRemedyDecided", {"remedy": remedy}, subject_ids=[case, remedy])
    filed(
        running, "CaseClosed", subject_ids=[case], amends=unknown, amendment_kind="withdrawal",
        causation_id=earlier, correlation_id=earlier,
    )  # fmt: skip


def test_an_amendment_by_another_body_than_the_author(running: dict[Any, Service]) -> None:
    case = f"C-{uuid7()}"
    first = filed(running, "CaseClosed", subject_ids=[case], asserted_by_body=BODY)
    changed = {"amends": first, "amendment_kind": "correction"}
    for body in (OTHER_BODY, BODY, BODY):
        filed(running, "CaseClosed", subject_ids=[case], asserted_by_body=body, **changed)


def test_facts_that_no_law_allows(running: dict[Any, Service]) -> None:
    case, measure = f"C-{uuid7()}", f"L-{uuid7()}"
    filed(
        running,
        "LibertyRestrictionStarted",
        {"liberty_measure": measure, "started_at": "1999-01-01T00:00:00Z"},
        subject_ids=[case, measure],
        occurred_at="2031-01-01T00:00:00Z",
    )
    decision = f"D-{uuid7()}"
    filed(
        running,
        "ReturnDecisionIssued",
        {"decision": decision, "issued_on": "2025-03-18", "voluntary_departure_until": "2025-03-01"},
        subject_ids=[case, decision],
    )
