"""Service gaps: who needs which service where, what was done, and nothing of a few."""

from datetime import date
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from events.data_classes import Sealed
from events.post_return.follow_up import CommunityMeasureRecorded
from events.post_return.reintegration import ReferralMade, ReferralStatusChanged, UnmetNeedRecorded
from projections.safeguards.judging.record import AnyRecord
from projections.service_gaps.view import VIEW
from tests.sample_records import sample_records
from tests.unit.safeguards.records_told import DAY, MONDAY, amended, told
from tests.unit.views.totals_told import facts, table

TODAY = date(2024, 1, 8)


def case(number: int) -> str:
    return f"C-{UUID(int=number)}"


def need(number: int, sector: object = "health", **fields: object) -> AnyRecord:
    stated = {
        "sector": sector,
        "reason": "service_absent",
        "responses": ("advocacy",),
        "recorded_on": TODAY,
        "area": "GE-TB",
        "urgent": False,
        **fields,
    }
    return told(UnmetNeedRecorded(**stated), case(number), country="GE", asserted_by_role="case_manager")


def referral(number: int, **envelope: object) -> AnyRecord:
    event = ReferralMade(
        referral=f"H-{UUID(int=number)}",
        sector=Sealed(sealed="v1.sector"),
        tier=Sealed(sealed="v1.tier"),
        referred_on=TODAY,
        consent="given",
        data_categories_shared=(),
        secure_channel="yes",
        follow_up_due=TODAY,
        urgent=False,
    )
    return told(event, case(number), event.referral, country="GE", **envelope)


def test_a_person_counts_once_under_each_service_they_lack() -> None:
    [fact] = facts(VIEW, [need(1), need(1), need(1, "housing", urgent=True)]).values()

    assert (fact["sector"], fact["area"], fact["urgent"]) == (["health", "housing"], "GE-TB", "yes")


def test_a_service_that_cannot_be_opened_is_withheld_and_the_need_still_counts() -> None:
    [fact] = facts(VIEW, [need(1, Sealed(sealed="v1.erased"))]).values()

    assert (fact["sector"], fact["reason"], fact["unmet"]) == (["withheld"], ["service_absent"], "yes")


def test_a_referral_counts_as_used_when_its_service_says_so() -> None:
    sent = referral(1)
    used = ReferralStatusChanged(referral=f"H-{UUID(int=1)}", state="service_received", state_on=TODAY)

    [made] = facts(VIEW, [sent]).values()
    [received] = facts(
        VIEW, [sent, told(used, f"H-{UUID(int=1)}", asserted_by_role="service_provider")]
    ).values()

    assert (made["referred"], made["accepted"], made["used"]) == ("yes", "no", "no")
    assert (received["accepted"], received["used"]) == ("yes", "yes")


def test_a_withdrawn_need_does_not_count() -> None:
    first = need(1)

    assert not facts(VIEW, [first, amended(first, "withdrawal")])


def test_places_and_services_are_asked_together_and_a_few_stay_hidden() -> None:
    records = [need(n) for n in range(1, 13)]
    records += [need(n, "housing") for n in range(13, 33)]
    records += [need(n, "education", area="GE-KA") for n in range(33, 36)]

    sectors = {row["sector"]: row["persons"] for row in table(VIEW, records, by="sector")}
    areas = {row["area"]: row["persons"] for row in table(VIEW, records, by="area", country="GE")}

    assert sectors == {"education": "<5", "health": 12, "housing": 20}
    assert areas == {"GE-KA": "<5", "GE-TB": "withheld"}


def test_measures_for_places_are_counted_beside_the_needs() -> None:
    measures = [
        told(
            CommunityMeasureRecorded(
                country="GE",
                area="GE-TB",
                kind="awareness_campaign",
                started_on=TODAY,
                gaps_found=("health",),
            ),
            "X-GE-TB",
            occurred_at=MONDAY + n * DAY,
        )
        for n in range(6)
    ]

    [row] = table(VIEW, measures, area="GE-TB")

    assert (row["persons"], row["community_measures"]) == ("<5", 6)


@given(order=st.permutations(range(80)))
@settings(max_examples=8, deadline=None)
def test_order_and_repetition_do_not_change_the_facts(order: list[int]) -> None:
    records = [each for each in sample_records(40, 3) if each.name in {"UnmetNeedRecorded", "ReferralMade"}]
    records += [each for each in sample_records(40, 3) if each not in records][: 80 - len(records)]
    shuffled = [records[place % len(records)] for place in order]

    assert facts(VIEW, shuffled) == facts(VIEW, records[:80])


def test_needs_of_invented_histories_are_those_counted_by_hand() -> None:
    records = sample_records(120, 5)
    taken_out = {r.envelope.amends for r in records if r.envelope.amendment_kind == "withdrawal"}
    told_of = {
        each
        for record in records
        if isinstance(record.data, UnmetNeedRecorded) and record.id not in taken_out
        for each in record.subjects("case")
    }

    found = facts(VIEW, records)

    unmet = {key for key, fact in found.items() if fact["of"] == "case" and fact["reason"]}
    assert told_of
    assert unmet <= told_of
    assert {key for key in told_of - unmet if found[key]["country"]} == told_of - unmet
