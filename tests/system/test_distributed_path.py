"""The commands of the compose file, from a workbook to a view and a proof: as good as the embedded way."""

import json
import signal
from pathlib import Path

import pytest

from foundation.event_store.opening import open_store
from foundation.tlog.keys import load_key
from foundation.tlog.leaf import leaf_of
from foundation.tlog.proof_file import parse_proof_file
from returnwatch.sample.workbook import write_sample
from tests.system.harness import Installation
from tests.system.reading import EVENTS, SERVICE, Reader, embedded_coverage, verified, wait_until_shown

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.postgres,
    # kafka-python leaves the sockets of broken connections to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_a_workbook_becomes_the_same_view_and_a_provable_log(
    installation: Installation, tmp_path: Path
) -> None:
    installation.start_all()
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
    for name in installation.lasting():
        # uvicorn finishes what is under way and then ends by the signal itself.
        assert installation.stop(name) in (0, -signal.SIGTERM), installation.report()
