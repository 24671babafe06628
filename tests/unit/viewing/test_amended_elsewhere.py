"""What somebody took back does not count for anybody, whoever the amendment names."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from events.post_return.follow_up import FollowUpRecorded
from events.post_return.reintegration import ReferralMade
from projections.follow_up_calendar.view import VIEW
from projections.runner.opening import open_database
from projections.runner.positions import serving
from projections.runner.reading import reading
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.scenario.loading import platform_id
from projections.viewing.projecting import MonitoringViews
from projections.viewing.table import NAME, tables
from tests.view_histories import told
from tests.view_records import apply

REFERRAL = told(
    ReferralMade,
    {
        "referral": "H-1",
        "sector": "health",
        "tier": "not_mental_health",
        "referred_on": "2025-05-06",
        "consent": "given",
        "data_categories_shared": [],
        "secure_channel": "yes",
        "follow_up_due": "2025-05-20",
        "urgent": False,
    },
    of="C-1 H-1",
    by="case_manager",
    at="11:00",
    name="referral",
    service="post_return",
)
CONTACT = {
    "follow_up": "W-1",
    "kind": "three_month",
    "outcome": "held",
    "mode": "phone",
    "happened_on": "2025-05-06",
    "situation_change": "unknown",
    "stigma_asked": "no",
    "livelihood_asked": "no",
    "services_asked": "no",
    "plan_reviewed": "no",
}


def contact(name: str, of: str, **envelope: str) -> AnyRecord:
    """An account by a monitor of a contact with the person."""
    return told(FollowUpRecorded, CONTACT, of=of, by="independent_monitor", at="12:00", name=name, **envelope)


SEEN = contact("seen", "C-1 W-1")
CORRECTED = contact("corrected", "W-1", amends="EVT-seen", amendment_kind="correction", recorded="23:01")
TAKEN_BACK = contact("back", "W-1", amends="EVT-corrected", amendment_kind="withdrawal", recorded="23:02")
ALL_TAKEN_BACK = contact("all", "W-1", amends="EVT-seen", amendment_kind="withdrawal", recorded="23:03")
MONITOR = platform_id("ORG-independent_monitor")


def bodies(folder: Path, records: list[AnyRecord], pages: int) -> set[str]:
    """The bodies that gave an account of the person, as the rows of the referral have them."""
    engine = open_database(f"sqlite:///{folder}/{len(list(folder.iterdir()))}.sqlite")
    try:
        apply(engine, MonitoringViews([VIEW]), records, pages)
        with reading(engine) as connection:
            facet = tables(serving(connection, NAME)).facet
            named = select(facet.c.code).where(facet.c.name == "body", facet.c.subject == platform_id("H-1"))
            return set(connection.execute(named).scalars())
    finally:
        engine.dispose()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("amended")


@given(order=st.permutations([REFERRAL, SEEN, ALL_TAKEN_BACK]), pages=st.integers(1, 3))
@settings(max_examples=12, deadline=None)
def test_a_withdrawal_that_does_not_name_the_case_counts_for_its_referrals(
    folder: Path, order: list[AnyRecord], pages: int
) -> None:
    assert MONITOR in bodies(folder, [REFERRAL, SEEN], 1)
    assert MONITOR not in bodies(folder, order, pages)


@given(
    order=st.permutations([REFERRAL, SEEN, CORRECTED, TAKEN_BACK, ALL_TAKEN_BACK]), pages=st.integers(1, 5)
)
@settings(max_examples=12, deadline=None)
def test_so_does_one_at_the_end_of_a_chain(folder: Path, order: list[AnyRecord], pages: int) -> None:
    assert MONITOR not in bodies(folder, order, pages)
    assert MONITOR in bodies(folder, [each for each in order if each is not ALL_TAKEN_BACK], pages)
