"""Records that are sent again after the person they are about was erased."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from events.submission import Submission
from foundation.recording.outcomes import Conflicting, Outcome, Recorded, Repeated
from returnwatch.embedded import Embedded, embedded
from returnwatch.persons import persons
from services.data_protection.application.erasing import Grounds
from tests.integration.vault import lives
from tests.integration.vault.lives import CASE, FILER, PERSON, SECOND, access, record


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Embedded]:
    with embedded(tmp_path / "data") as opened:
        yield opened


def erase(opened: Embedded, subject: str, scope: Any = "case_personal") -> None:
    with persons(opened) as use:
        use.erasing.erase(subject, access(), Grounds("consent_withdrawn", scope))


def send(opened: Embedded, submission: Submission) -> Outcome:
    return next(opened.record_many(FILER, [submission]))


def changed(submission: Submission, **fields: Any) -> Submission:
    return Submission(submission.statement, submission.event.model_copy(update=fields))


def test_a_record_from_before_the_erasure_is_a_repeat_after_it(opened: Embedded) -> None:
    opening = lives.an_opening()
    (first,) = record(opened, opening)
    assert first.receipt.dropped == ()
    erase(opened, CASE)
    again = send(opened, opening)
    assert isinstance(again, Repeated)
    assert again.receipt.leaf_hash == first.receipt.leaf_hash
    assert {"/data/name", "/data/religion"} <= set(again.receipt.dropped)
    assert send(opened, opening) == again


def test_with_other_open_parts_or_fields_it_is_in_conflict(opened: Embedded) -> None:
    opening = lives.an_opening()
    record(opened, opening)
    erase(opened, CASE)
    for other in (
        changed(opening, nationality=("IS",)),
        changed(opening, name=None),
        Submission(opening.statement.model_copy(update={"country": "FR"}), opening.event),
        Submission(opening.statement.model_copy(update={"subject_ids": (SECOND, PERSON)}), opening.event),
    ):
        assert isinstance(send(opened, other), Conflicting)


def test_what_is_not_erased_still_has_to_be_the_same(opened: Embedded) -> None:
    opening = lives.an_opening()
    record(opened, opening)
    erase(opened, CASE, "case_special")
    again = send(opened, opening)
    assert isinstance(again, Repeated)
    assert "/data/religion" in again.receipt.dropped
    assert "/data/name" not in again.receipt.dropped
    assert isinstance(send(opened, changed(opening, name="Somebody Else")), Conflicting)
    assert isinstance(send(opened, changed(opening, religion="an other one")), Repeated), (
        "of an erased value nothing is left that could tell"
    )


def test_without_an_erasure_every_value_counts(opened: Embedded) -> None:
    opening = lives.an_opening()
    record(opened, opening)
    assert isinstance(send(opened, changed(opening, religion="an other one")), Conflicting)


def test_a_late_record_tells_which_fields_are_not_kept(opened: Embedded) -> None:
    record(opened, lives.an_opening())
    erase(opened, CASE)
    late = lives.an_observation()
    first, again = send(opened, late), send(opened, late)
    assert isinstance(first, Recorded)
    assert isinstance(again, Repeated)
    assert first.receipt == again.receipt
    assert "/data/account" in first.receipt.dropped
    assert not any(planted in str(first) for planted in lives.PLANTED)
