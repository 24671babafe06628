"""A record names a file, and the file is read by that name: in one process, and by service processes."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import Any
from uuid import uuid4

import httpx
import pytest

from deploy.local.ports import free_port
from deploy.local.processes import wait_until
from events.ids import uuid_of
from foundation.clock import system_clock
from foundation.identity.caller import SCOPES
from foundation.identity.tokens import Grant, issue, load_token_key
from foundation.recording_http.attachments_contract import PART_TYPE
from foundation.vault.opened import Plain
from returnwatch.embedded import embedded
from tests.asking import is_well
from tests.integration.http.serving import BODY, USER, Service, an_observation

FILES, OBSERVATIONS = "/v1/attachments", "/v1/records/observation-filed"
MONITORING = {"Access-Purpose": "monitoring", "Access-Ground": "public_task"}
PHOTO = b"Planted words of somebody, " + token_bytes(1 << 21)
MIDDLE = 1 << 20


def announced(case: str, content_class: str = "personal") -> dict[str, Any]:
    """The photograph, as a device announces it under an id of its own."""
    named = {"attachment_id": f"ATT-{uuid4()}", "sha256": sha256(PHOTO).hexdigest(), "size": len(PHOTO)}
    return named | {"media_type": "image/jpeg", "subject": case, "content_class": content_class}


def send(client: httpx.Client, file: dict[str, Any]) -> str:
    """Announce the file and send it in two parts; where it is."""
    place = str(client.post(FILES, json=file).raise_for_status().headers["location"])
    for offset, part in ((0, PHOTO[:MIDDLE]), (MIDDLE, PHOTO[MIDDLE:])):
        assert client.head(place).headers["upload-offset"] == str(offset)
        told = {"Content-Type": PART_TYPE, "Upload-Offset": str(offset)}
        answer = client.patch(place, content=part, headers=told).raise_for_status()
    assert answer.headers["upload-complete"] == "?1"
    return place


def naming(file: dict[str, Any]) -> dict[str, Any]:
    """An observation of the case that names the file."""
    observed = an_observation()
    subjects = [one for one in observed["subject_ids"] if not one.startswith("C-")]
    said = {name: file[name] for name in ("attachment_id", "media_type", "sha256", "content_class")}
    attachment = said | {"evidentiary_original": True, "redacted": False, "capture_method": "camera"}
    return observed | {"subject_ids": [*subjects, file["subject"]], "attachments": [attachment]}


def client_of(url: str, token: str) -> httpx.Client:
    """A caller."""
    return httpx.Client(
        base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60, trust_env=False
    )


class Up:
    """`returnwatch up` on a data directory."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.clients: list[httpx.Client] = []
        self.start()

    def start(self) -> None:
        """Start it and wait until it is ready."""
        listen = ["--listen", f"127.0.0.1:{self.port}", "--data-dir", str(self.folder)]
        command = [sys.executable, "-m", "returnwatch.main", "up", *listen]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        while not self._is_ready():
            assert self.process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def client(self, role: Any = "independent_monitor") -> httpx.Client:
        """A caller in this role."""
        grant = Grant(USER, role, timedelta(hours=1), body=BODY, scopes=SCOPES)
        token = issue(load_token_key(self.folder / "keys"), grant, system_clock())
        self.clients.append(client_of(f"http://127.0.0.1:{self.port}", token))
        return self.clients[-1]

    def stop(self) -> None:
        """SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(60) in (0, -signal.SIGTERM)

    def close(self) -> None:
        """End everything."""
        for client in self.clients:
            client.close()
        self.process.kill()
        self.process.wait()

    def _is_ready(self) -> bool:
        return is_well(f"http://127.0.0.1:{self.port}/health/ready")


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    running = Up(tmp_path / "data")
    yield running
    running.close()


def kept(folder: Path, case: str) -> list[Path]:
    """The sealed files of a case."""
    return [path for path in (folder / "attachments" / "content" / case).rglob("*") if path.is_file()]


def test_a_record_leads_to_its_file_and_an_erasure_ends_both(up: Up) -> None:
    monitor, case = up.client(), f"C-{uuid4()}"
    file = announced(case)
    place = send(monitor, file)
    receipt = monitor.post(OBSERVATIONS, json=naming(file)).raise_for_status()
    stored = monitor.get(receipt.headers["location"]).raise_for_status()
    assert file["attachment_id"] not in stored.text
    assert file["sha256"] not in stored.text
    assert up.client("escort").get(place, headers=MONITORING).status_code == 404
    assert monitor.get(place, headers=MONITORING).content == PHOTO
    assert monitor.get(f"/services/data-protection{place}", headers=MONITORING).content == PHOTO
    assert monitor.get(f"/services/pre-return{place}", headers=MONITORING).status_code == 405
    up.stop()

    with embedded(up.folder) as opened:
        record = opened.stores["return_operation"].find(uuid_of(receipt.json()["event_id"]))
        assert record
        named = opened.vault.open_record(record.body)["/attachments"]
        assert isinstance(named, Plain)
        assert named.value[0]["attachment_id"] == place.rpartition("/")[2]
        assert named.value[0]["sha256"] == sha256(PHOTO).hexdigest()
        topics = [one.topic for one in opened.stores["data_protection"].read(0, 100)]
        assert sum("personal-data-accessed" in topic for topic in topics) == 3
    assert kept(up.folder, case)
    erase(up.folder, case)
    assert not kept(up.folder, case)
    up.start()
    assert monitor.get(place, headers=MONITORING).status_code == 410


def test_erased_bytes_are_gone_although_the_sweep_was_cut_short(up: Up) -> None:
    case = f"C-{uuid4()}"
    file = announced(case)
    client = up.client()
    send(client, file)
    client.post(OBSERVATIONS, json=naming(file)).raise_for_status()
    up.stop()
    (sealed,) = kept(up.folder, case)
    content = sealed.read_bytes()
    erase(up.folder, case)
    sealed.parent.mkdir(parents=True)
    sealed.write_bytes(content)
    up.start()
    assert wait_until(lambda: not kept(up.folder, case), 30)


def test_one_service_takes_a_file_in_and_data_protection_gives_it_out(tmp_path: Path) -> None:
    vault = f"sqlite:///{tmp_path}/vault.sqlite"
    taking = Service(f"sqlite:///{tmp_path}/return_operation.sqlite", vault, tmp_path)
    giving = Service(f"sqlite:///{tmp_path}/data_protection.sqlite", vault, tmp_path, "data_protection")
    try:
        for service in (taking, giving):
            service.start()
        file = announced(f"C-{uuid4()}")
        monitor, reader = taking.client(), giving.client("nhri")
        place = send(monitor, file)
        receipt = monitor.post(OBSERVATIONS, json=naming(file)).raise_for_status()
        assert monitor.get(receipt.headers["location"]).is_success
        assert reader.get(place, headers=MONITORING).content == PHOTO
        assert giving.client("authority").get(place, headers=MONITORING).status_code == 404
        assert monitor.get(place, headers=MONITORING).status_code == 405
        at_rest = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        for secret in (PHOTO[:27], file["sha256"].encode(), bytes.fromhex(file["sha256"])):
            assert secret not in at_rest
    finally:
        taking.close()
        giving.close()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://somewhere", "RETURNWATCH_ATTACHMENTS: write file:///folder or s3://bucket/prefix"),
        ("file:///dev/null/attachments", "the folder of attachments"),
    ],
)
def test_a_service_without_a_usable_store_says_so_and_does_not_start(
    tmp_path: Path, address: str, said: str
) -> None:
    service = Service(f"sqlite:///{tmp_path}/events.sqlite", f"sqlite:///{tmp_path}/vault.sqlite", tmp_path)
    told = service.environment() | {"RETURNWATCH_ATTACHMENTS": address}
    load_token_key(tmp_path, may_create=True)
    command = [sys.executable, "-m", "services.return_operation.main"]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def erase(folder: Path, case: str) -> None:
    """Erase a case as its operator does."""
    who = ["--role", "nhri", "--body", BODY, "--purpose", "complaint_handling", "--ground", "public_task"]
    why = ["--cause", "unlawful_processing", "--yes", "--data-dir", str(folder)]
    command = [sys.executable, "-m", "returnwatch.main", "person", "erase", case, *who, *why]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
