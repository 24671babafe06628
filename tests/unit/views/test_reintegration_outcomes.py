"""Reintegration outcomes: scores by version of the survey, labelled, and never of fewer than ten persons."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from statistics import fmean
from uuid import UUID

from events.data_classes import Sealed
from events.post_return.counselling import RssAnswered
from projections.reintegration_outcomes.view import VIEW
from projections.safeguards.judging.clock import JudgedAt
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.standing import standing
from tests.sample_records import sample_records
from tests.unit.safeguards.records_told import DAY, amended, told
from tests.unit.views.totals_told import facts, table

INSTRUMENT = "rss-unofficial@0"


def case(number: int) -> str:
    return f"C-{UUID(int=number)}"


def answered(number: int, score: str | None, day: date = date(2024, 1, 8), **fields: object) -> AnyRecord:
    survey = f"S-{UUID(int=number * 100 + day.month)}"
    event = RssAnswered(
        **{
            "survey": survey,
            "instrument": INSTRUMENT,
            "answered_on": day,
            "is_baseline": day.month == 1,
            "mode": "face_to_face",
            "answers": Sealed(sealed="v1.answers"),
            "dont_know_count": 0,
            "score_composite": None if score is None else Decimal(score),
            "trigger": "baseline" if day.month == 1 else "schedule",
            **fields,
        }
    )
    return told(event, case(number), survey, asserted_by_role="case_manager")


def test_the_last_survey_counts_with_the_change_since_the_baseline_whatever_arrives_first() -> None:
    surveys = [answered(1, "0.70", date(2024, 7, 8)), answered(1, "0.30")]

    for order in (surveys, surveys[::-1]):
        [fact] = facts(VIEW, order).values()
        assert (fact["composite"], fact["change"], fact["level"]) == ("0.70", "0.40", "high")


def test_a_withdrawn_survey_does_not_count() -> None:
    later = answered(1, "0.70", date(2024, 7, 8))

    [fact] = facts(VIEW, [answered(1, "0.30"), later, amended(later, "withdrawal")]).values()

    assert (fact["composite"], fact["level"], fact.get("change")) == ("0.30", "low", None)


def test_thresholds_are_of_the_instrument_and_a_score_at_one_is_between() -> None:
    levels = {
        score: next(iter(facts(VIEW, [answered(1, score)]).values()))["level"]
        for score in ("0.3299", "0.33", "0.66", "0.6601")
    }

    assert levels == {"0.3299": "low", "0.33": "middle", "0.66": "middle", "0.6601": "high"}


def test_versions_are_never_put_together_and_the_unofficial_one_is_labelled() -> None:
    records = [answered(n, "0.5") for n in range(1, 13)]
    records += [answered(n, "0.9", instrument="rss-official@1") for n in range(21, 33)]

    official, unofficial = table(VIEW, records)

    assert (official["instrument"], official["status"]) == ("rss-official@1", "unknown")
    assert (unofficial["status"], unofficial["mean_composite"]) == ("unofficial", 0.5)
    assert "UNOFFICIAL" in unofficial["warning"]
    assert table(VIEW, records, instrument=INSTRUMENT) == [unofficial]


def test_a_mean_needs_ten_persons_with_a_score() -> None:
    nine = [answered(n, "0.5") for n in range(1, 10)] + [answered(10, None)]

    [few] = table(VIEW, nine)
    [enough] = table(VIEW, [*nine, answered(11, "0.5")])

    assert (few["persons"], few["mean_composite"]) == (10, "withheld")
    assert (enough["persons"], enough["mean_composite"], enough["mean_composite_spread"]) == (11, 0.5, 0.0)


def test_the_mean_of_invented_histories_is_the_one_counted_by_hand() -> None:
    records = sample_records(120, 5)
    now = max(record.recorded_at for record in records) + DAY
    surveys = defaultdict(list)
    for record in standing(records, now, JudgedAt(now)):
        if isinstance(record.data, RssAnswered):
            surveys[record.subjects("case")[0]].append(record)
    last = [max(own, key=lambda each: (each.data.answered_on, each.order)).data for own in surveys.values()]
    scores = [float(survey.score_composite) for survey in last if survey.score_composite is not None]

    [row] = table(VIEW, records)

    assert len(scores) >= 10
    assert (row["persons"], row["mean_composite"]) == (len(surveys), round(fmean(scores), 2))
