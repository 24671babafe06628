"""The table of each service says what the catalogue says."""

import pytest

from events.base import SERVICES, Service
from events.catalogue import EVENTS, accepted_at
from returnwatch.serving import PROFILES


def test_there_is_a_service_for_every_phase() -> None:
    assert tuple(PROFILES) == SERVICES


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_accepts_what_the_catalogue_lets_it_in_life_cycle_order(service: Service) -> None:
    assert PROFILES[service].accepts == accepted_at(service)


def test_every_event_is_accepted_by_its_owner() -> None:
    assert [event for event in EVENTS if event not in PROFILES[event.about.service].accepts] == []
