"""The commands of the compose file, from a workbook to a view and a proof: as good as the embedded way.

One installation serves all tests, in their order: each finds what those before it recorded.
"""

import json
import signal
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from events.base import SERVICES
from events.catalogue import EVENTS as CATALOGUE
from events.codes.common import ActorRole
from foundation.clock import system_clock
from foundation.event_store.opening import open_store
from foundation.tlog.keys import load_key
from foundation.tlog.leaf import leaf_of
from foundation.tlog.proof_file import parse_proof_file
from projections.query.views import BY_NAME
from returnwatch.sample.histories import histories
from returnwatch.sample.workbook import write_sample
from tests.system.changed import carried, changes_by, logged
from tests.system.erased import (
    CASE,
    RULE,
    changes_of_the_case,
    erase_the_case,
    findings_on_the_case,
    record_the_case,
)
from tests.system.everywhere import files_with, on_record, on_topics, record_each, secrets_of, submissions_to
from tests.system.harness import Installation
from tests.system.monitored import (
    PROJECTOR,
    by_service,
    distributed_rows,
    embedded_rows,
    lines_of,
    send,
    wait_until_carried,
    wait_until_projected,
)
from tests.system.reading import EVENTS, SERVICE, Reader, embedded_coverage, verified, wait_until_shown

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.postgres,
    pytest.mark.timeout(600),
    # kafka-python leaves the sockets of broken connections to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

CASES = 20
STREAM = "project-finding-changes"
VOICES = [part for role in get_args(ActorRole) for part in ("--may-assert", role)]
EVERYBODY = ["--role", "nhri", *VOICES, "--transcribes", "any"]


def test_a_workbook_becomes_the_same_view_and_a_provable_log(running: Installation, tmp_path: Path) -> None:
    installation = running
    token = installation.token()
    reader = Reader(installation, installation.token("independent_monitor"))
    workbook = write_sample(tmp_path / "sample.xlsx")
    url = ("--url", installation.service_url)

    summary = json.loads(
        installation.command("import", "frontex", workbook, *url, "--json", RETURNWATCH_TOKEN=token)
    )
    head = wait_until_shown(installation)
    assert summary["recorded"] == head > 0

    here = ("--data-dir", tmp_path / "embedded")
    alone = json.loads(installation.command("import", "frontex", workbook, *here, "--json"))
    assert alone == summary
    printed = installation.command("view", "operation-coverage", "--by", "type", "--format", "json", *here)
    assert reader.rows(by="type") == json.loads(printed)
    assert reader.coverage() == embedded_coverage(tmp_path / "embedded")
    assert reader.rows(by="type")

    again = json.loads(
        installation.command("import", "frontex", workbook, *url, "--json", RETURNWATCH_TOKEN=token)
    )
    assert (again["recorded"], again["already_known"]) == (0, head)

    store = open_store(installation.postgres.dsn(EVENTS))
    record = store.read(head // 2, 1)[0]
    store.close()
    key = load_key(installation.keys / "log.key").verifier
    proof = parse_proof_file(reader.proof(f"EVT-{record.event_id}"))
    entry = leaf_of(SERVICE, record.sequence, record.body).entry()
    assert proof.verify(entry, [key], key.name).size == head

    report = verified(installation, [reader.checkpoint() or ""])
    assert (report.sound, report.size, report.events, report.pending) == (True, head, head, 0), report
    servers = installation.servers()
    assert installation.command("audit", "verify", "--servers", **servers).startswith(
        f"verified: {head} events, {head} leaves"
    )
    shown = reader.coverage()
    installation.command("rebuild", "operation-coverage", "--from", "kafka", **servers)
    assert reader.coverage() == shown
    reader.close()


def test_a_record_becomes_a_changed_finding_everywhere(running: Installation) -> None:
    opened = next(one for one in histories(5, seed=11) if "return-decision-issued" in one["type"])
    speaking = ("--role", opened["assertedbyrole"], "--transcribes", "any")
    token = running.command("token", *speaking, "--keys", running.keys).strip()
    reading = running.token("independent_monitor")
    case = opened["subjects"].split(" ")[0]
    send(running, token, {"pre_return": [opened]})

    running.wait_for(lambda: bool(changes_by(running, reading, opened["id"], case)), 60)
    changes = changes_by(running, reading, opened["id"], case)
    last = max(change["position"] for change in changes)
    running.wait_for(lambda: carried(running) >= last, 60)
    running.wait_for(lambda: logged(running) >= last, 60)

    assert {change["event"]["derived"] for change in changes} == {True}


def test_invented_cases_become_the_same_rows_of_every_monitoring_view(
    running: Installation, tmp_path: Path
) -> None:
    token = running.command("token", *EVERYBODY, "--keys", running.keys).strip()
    told = by_service(CASES, seed=7)
    send(running, token, {service: each[: len(each) // 2] for service, each in told.items()})
    running.kill(PROJECTOR)
    send(running, token, {service: each[len(each) // 2 :] for service, each in told.items()})
    running.start(PROJECTOR)
    wait_until_projected(running)

    now = system_clock()
    later = now + timedelta(days=1)  # the projector moves rows on with the clock, never so far
    alone = embedded_rows(running, tmp_path / "views.sqlite", now)
    kept = distributed_rows(running, later)
    assert kept == embedded_rows(running, tmp_path / "views.sqlite", later)

    rebuilt = running.command(
        "rebuild", "--all", "--from", "kafka", "--as-of", now.isoformat(), **running.servers()
    )
    assert [line for line in rebuilt.splitlines() if "sha256" in line] == lines_of(alone)
    assert {one.view.partition(".")[0] for one in kept} == set(BY_NAME)
    assert all(one.rows for one in kept)


def test_every_event_reaches_the_topic_of_each_service_that_accepts_it_and_no_secret_is_in_any_file(
    running: Installation,
) -> None:
    token = running.command("token", *EVERYBODY, "--keys", running.keys).strip()
    wanted = on_record(running)
    sent = {service: list(submissions_to(service)) for service in SERVICES}
    for service, submissions in sent.items():
        record_each(running.url_of(service), token, [record for record, _ in submissions])
        wanted[service] |= {record["event_id"] for record, _ in submissions}

    wait_until_carried(running)
    assert on_topics(running.kafka.bootstrap) == wanted
    assert sum(map(len, sent.values())) >= sum(len(event.about.accepted_by) for event in CATALOGUE)

    secrets = secrets_of([submission for told in sent.values() for _, submission in told])
    assert len(secrets) > 50
    assert sorted(files_with(secrets, running)) == []
    reader = Reader(running, token)
    assert reader.checkpoint()
    reader.close()


def test_an_erasure_waits_until_a_stream_that_was_away_has_told_what_rests_on_the_values(
    running: Installation,
) -> None:
    token = running.command("token", *EVERYBODY, "--keys", running.keys).strip()
    running.kill(STREAM)
    record_the_case(running, token)
    running.start(STREAM)

    answer = erase_the_case(running)

    assert answer.status_code in {200, 202}, answer.text
    assert [one["case"] for one in (*answer.json()["erased"], *answer.json()["waiting"])] == [CASE]
    running.wait_for(lambda: findings_on_the_case(running, token).get(RULE) == ("breached", True), 120)
    assert (RULE, "breached") in changes_of_the_case(running, token)


def test_every_process_ends_when_it_is_told(running: Installation) -> None:
    for name in running.lasting():
        # uvicorn finishes what is under way and then ends by the signal itself.
        assert running.stop(name) in (0, -signal.SIGTERM), running.report()
