"""The view reads only what it keeps; these hold that reading to the language of the events."""

from dataclasses import fields
from typing import Any

import pytest

from events.catalogue import EVENTS
from events.cloudevents import decode
from events.data_classes import DataClass, data_class_of
from projections.operation_coverage.evidence import keep, recall
from projections.operation_coverage.ignored import IGNORES
from projections.operation_coverage.project import evidence_in
from projections.operation_coverage.statements import HANDLES
from tests.unit.coverage.said import case, change, figures, milestone, observation, plan, presence

EVERY_KIND = [
    figures(
        1, returnees=5, team_counts={"escort": 3}, countries_of_return=("AL",), participating_country="DE"
    ),
    plan(2),
    milestone(3, returnees_on_board=4),
    presence(4, amends=1, kind="addition"),
    observation(5),
    change(6, amends=5, kind="withdrawal"),
]


def test_every_event_is_handled_or_ignored_on_purpose() -> None:
    assert set(HANDLES) | IGNORES == set(EVENTS)
    assert not set(HANDLES) & IGNORES


@pytest.mark.parametrize("event", HANDLES, ids=lambda event: event.__name__)
def test_only_open_fields_of_the_event_are_kept(event: Any) -> None:
    for field in fields(HANDLES[event]):
        assert data_class_of(event.model_fields[field.name]) is DataClass.OPEN


@pytest.mark.parametrize("body", EVERY_KIND, ids=lambda body: recall(keep(evidence_in(body)[0][1])).kind)
def test_what_is_read_equals_the_decoded_event(body: bytes) -> None:
    whole = decode(body)
    [(_, evidence)] = evidence_in(body)
    assert (evidence.event_id, evidence.occurred_at, evidence.recorded_at, evidence.amends) == (
        whole.envelope.event_id,
        whole.envelope.occurred_at,
        whole.envelope.recorded_at,
        whole.envelope.amends,
    )
    for field in fields(evidence.said):
        found, expected = getattr(evidence.said, field.name), getattr(whole.event, field.name)
        if field.name == "team_counts" and found:
            found, expected = ([(team.role, team.total) for team in teams] for teams in (found, expected))
        assert found == expected


@pytest.mark.parametrize("body", EVERY_KIND, ids=range(len(EVERY_KIND)))
def test_what_is_kept_is_recalled_unchanged(body: bytes) -> None:
    for _, evidence in evidence_in(body):
        assert recall(keep(evidence)) == evidence


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"type": 5}',
        case(1).replace(b"return-case-opened", b"unheard-of"),
        case(1).replace(b"opened.v1", b"opened.v?").replace(b"pre-return", b"x"),
        figures(1).replace(b"opened.v1", b"opened.v99").replace(b"reported.v1", b"reported.v99"),
        figures(1, returnees=5).replace(b'"returnees":5', b'"returnees":"a few"'),
        figures(1).replace(b'"time":"2024-01-08T09:00:00Z"', b'"time":"2024-01-08T09:00:00"'),
    ],
    ids=range(8),
)
def test_what_is_no_event_of_the_catalogue_is_an_error(body: bytes) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        evidence_in(body)
