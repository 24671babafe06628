"""What leaves a data directory, and what stays of it on disk: no planted value stands in it in clear."""

import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from events.cloudevents import ATTRIBUTES, LISTS
from events.return_operation import ObservationFiled
from returnwatch.embedded import embedded
from tests.integration.vault.lives import ACCOUNT, BODY, CASE, PERSON, PLANTED, example, record_life
from tests.integration.vault.lives import places_in_clear as in_clear

WHO = ("--role", "nhri", "--body", BODY, "--purpose", "complaint_handling", "--ground", "public_task")
LATE = "plant3d was told of only later"
WANTED = (*PLANTED, LATE)
OUTPUTS = (
    ("export", "events"),
    ("view", "operation-coverage", "--format", "json"),
    ("view", "operation-coverage", "--format", "csv"),
    ("audit", "checkpoint"),
    ("audit", "verify", "--json"),
    ("keys", "fences"),
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    with embedded(folder) as opened:
        record_life(opened)
        opened.catch_up()
    return folder


def a_late_upload(event_id: str, **spoilt: Any) -> str:
    """A line about the same person that arrives when everything is over."""
    record = example("return_operation/observation-filed.v1.with-notes-and-account") | {"event_id": event_id}
    record["subject_ids"] = [record["data"]["observation"], CASE]
    record["data"] |= {"account": LATE, "answers": []} | spoilt
    attributes = {
        ATTRIBUTES[name]: " ".join(value) if name in LISTS else value
        for name, value in record.items()
        if name != "data"
    }
    fixed = {"specversion": "1.0", "source": "/device/7", "type": ObservationFiled.wire_type()}
    return json.dumps(attributes | fixed | {"data": record["data"]}) + "\n"


def found(texts: tuple[str, ...], told: str) -> list[str]:
    return [text for text in texts if text in told]


def everything_told(run: Any, data: Path, caplog: pytest.LogCaptureFixture) -> Iterator[tuple[str, str]]:
    """Each output with its name: standard output and error, and what was logged on the way."""
    for words in OUTPUTS:
        ran = run(*words, "--data-dir", data)
        assert ran.status == 0, ran.err
        yield " ".join(words), ran.out + ran.err
    yield "log lines", caplog.text


def test_no_output_and_no_file_has_a_planted_value_before_or_after_an_erasure(
    run: Any, data: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    report = run("person", "report", PERSON, *WHO, "--data-dir", data)
    assert found(PLANTED, report.out) == list(PLANTED), "the search finds what is there"
    assert found(WANTED, report.err) == []
    for name, told in everything_told(run, data, caplog):
        assert found(WANTED, told) == [], name
    assert in_clear(data, WANTED) == []

    backup = tmp_path / "vault.backup"
    shutil.copy(data / "vault.sqlite", backup)
    grounds = ("--cause", "consent_withdrawn", "--yes")
    erased = run("person", "erase", PERSON, *grounds, *WHO, "--data-dir", data)
    assert erased.status == 0, erased.err
    for path in data.glob("vault.sqlite*"):
        path.unlink()
    shutil.copy(backup, data / "vault.sqlite")

    upload = tmp_path / "late.jsonl"
    good = a_late_upload("EVT-018f6a2c-0000-7000-8000-0000000000e1")
    refused = a_late_upload("EVT-018f6a2c-0000-7000-8000-0000000000e2", concern=5, **{ACCOUNT: ACCOUNT})
    upload.write_text(good + refused)
    late = run("import", "events", upload, "--data-dir", data)
    assert "/data/concern" in late.out + late.err
    assert found(WANTED, late.out + late.err) == []

    report = run("person", "report", PERSON, *WHO, "--data-dir", data)
    assert found(WANTED, report.out + report.err) == []
    for name, told in everything_told(run, data, caplog):
        assert found(WANTED, told) == [], name
    assert in_clear(data, WANTED) == []
