"""Files over HTTP: the whole way, interrupted at will, and everything that can be sent wrongly."""

import socket
import time
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode

from deploy.local.processes import wait_until
from foundation.attachments.limits import MOST_BYTES, PART
from tests.integration.attachments.files import BODY, MARK, OTHER_BODY, a_file, pieces
from tests.integration.attachments.object_store import BUCKET, ObjectStore
from tests.integration.attachments.served import PART_TYPE, TOP, Served, announce, patch, problem

MONITORING = {"Access-Purpose": "monitoring", "Access-Ground": "public_task"}
NOWHERE = f"{TOP}/ATT-9a2b6a0e-58c1-4e64-9d3c-0d5b1f6f2a11"


@pytest.fixture(scope="module", params=["folder", "s3"])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service over each store."""
    folder = tmp_path_factory.mktemp("served")
    if request.param == "folder":
        served = Served(folder, f"file://{folder}/attachments")
    else:
        server: ObjectStore = request.getfixturevalue("s3_server")
        served = Served(folder, f"s3://{BUCKET}/{folder.name}", server.environment)
    served.start()
    yield served
    served.close()


def test_a_file_goes_the_whole_way(service: Served) -> None:
    client, file = service.client(), a_file()
    place = announce(client, file)
    middle = PART + 17
    first = patch(client, place, file.content[:middle])
    assert (first.status_code, first.headers["upload-complete"]) == (204, "?0")
    told = client.head(place)
    assert (told.status_code, told.headers["upload-offset"]) == (200, str(middle))
    assert told.headers["upload-length"] == str(len(file.content))
    problem(client.get(place, headers=MONITORING), 404)
    last = patch(client, place, pieces(file.content[middle:]), middle)
    assert (last.status_code, last.headers["upload-complete"]) == (204, "?1")

    read = service.client("nhri", body=OTHER_BODY, scopes=frozenset({"read"})).get(place, headers=MONITORING)
    assert (read.status_code, read.content) == (200, file.content)
    digest = b64encode(bytes.fromhex(file.announced.sha256)).decode()
    assert read.headers["repr-digest"] == f"sha-256=:{digest}:"
    assert read.headers["content-type"] == "image/jpeg"
    assert read.headers["content-disposition"].startswith("attachment;")
    assert read.headers["x-content-type-options"] == "nosniff"
    assert read.headers["cache-control"] == "no-store"


def test_a_redacted_copy_stands_beside_the_untouched_original(service: Served) -> None:
    client, original = service.client(), a_file()
    place = announce(client, original)
    patch(client, place, original.content)
    identifier = place.rpartition("/")[2]
    subject = original.announced.subject
    copy = a_file(200, subject=subject, working_copy_of=identifier, content_class="open")
    beside = announce(client, copy)
    patch(client, beside, copy.content)
    assert client.get(beside).headers["link"] == f'<{place}>; rel="working-copy-of"'
    assert client.get(place, headers=MONITORING).content == original.content


def test_a_killed_service_goes_on_where_it_was(service: Served) -> None:
    client, file = service.client(), a_file(8 * PART + 5)
    place = announce(client, file)

    def slowly() -> Iterator[bytes]:
        for number, piece in enumerate(pieces(file.content)):
            if number == 50:
                time.sleep(0.5)
                service.kill()
            yield piece

    with pytest.raises(httpx.TransportError):
        patch(client, place, slowly())
    service.start()
    offset = int(client.head(place).headers["upload-offset"])
    assert 50 * (1 << 16) >= offset >= 50 * (1 << 16) - PART
    repeated = offset // 2
    answer = patch(client, place, file.content[repeated:], repeated)
    assert (answer.status_code, answer.headers["upload-complete"]) == (204, "?1")
    service.kill()
    service.start()
    assert client.get(place, headers=MONITORING).content == file.content
    assert patch(client, place, b"", len(file.content)).status_code == 204


def test_a_broken_connection_loses_nothing_that_arrived(service: Served) -> None:
    client, file = service.client(), a_file(3 * PART)
    place = announce(client, file)
    head = (
        f"PATCH {place} HTTP/1.1\r\nHost: x\r\nAuthorization: {client.headers['authorization']}\r\n"
        f"Content-Type: {PART_TYPE}\r\nUpload-Offset: 0\r\nContent-Length: {3 * PART}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", service.port)) as connection:
        connection.sendall(head.encode() + file.content[:12345])
        time.sleep(0.5)
    deadline = time.monotonic() + 20
    while client.head(place).headers["upload-offset"] != "12345" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert client.head(place).headers["upload-offset"] == "12345"
    assert patch(client, place, file.content[12345:], 12345).headers["upload-complete"] == "?1"


def test_bytes_with_another_hash_are_refused_and_nothing_is_kept(service: Served) -> None:
    client, file = service.client(), a_file(sha256="ab" * 32)
    place = announce(client, file)
    members = problem(patch(client, place, file.content), 422)
    assert members["type"].endswith("other-bytes")
    problem(patch(client, place, file.content), 404)
    assert client.head(place).status_code == 404


def test_an_id_of_the_device_is_announced_again_after_a_lost_answer(service: Served) -> None:
    client = service.client()
    file = a_file(100, attachment_id="ATT-0f7f6b32-9f4e-4b57-8a4e-6f6f2b1a0c11")
    place = announce(client, file)
    patch(client, place, file.content[:10])
    again = client.post(TOP, json=file.announced.model_dump(mode="json", exclude_none=True))
    assert (again.status_code, again.headers["upload-offset"]) == (200, "10")
    other = a_file(99, attachment_id=file.announced.attachment_id).announced
    problem(client.post(TOP, json=other.model_dump(mode="json", exclude_none=True)), 409)


def test_wrong_offsets_are_told_the_right_one(service: Served) -> None:
    client, file = service.client(), a_file(100)
    place = announce(client, file)
    answer = patch(client, place, file.content[10:], 10)
    problem(answer, 409)
    assert answer.headers["upload-offset"] == "0"
    for offset in ("", "-1", "1.5", "ten", "9" * 17, "0x1"):
        problem(patch(client, place, b"", offset), 422)
    without = client.patch(place, content=b"", headers={"Content-Type": PART_TYPE})
    problem(without, 422)
    assert client.head(place).headers["upload-offset"] == "0"


def test_more_bytes_than_announced_are_not_taken(service: Served) -> None:
    client, file = service.client(), a_file(100)
    place = announce(client, file)
    problem(patch(client, place, file.content + b"x"), 413)
    problem(patch(client, place, (b"x" * 60 for _ in range(3))), 413)
    assert patch(client, place, file.content).headers["upload-complete"] == "?1"


def test_files_that_are_too_large_or_of_another_type_are_not_begun(service: Served) -> None:
    client, fields = service.client(), a_file(100).announced.model_dump(mode="json", exclude_none=True)
    too_large = fields | {"size": MOST_BYTES["image/jpeg"] + 1}
    assert problem(client.post(TOP, json=too_large), 413)["errors"][0]["pointer"] == "/size"
    for changes, pointer in (
        ({"media_type": "text/html"}, "/media_type"),
        ({"size": 0}, "/size"),
        ({"subject": "../../etc/passwd"}, "/subject"),
        ({"attachment_id": "ATT-../../x"}, "/attachment_id"),
        ({"filename": "../../etc/passwd"}, "/filename"),
    ):
        members = problem(client.post(TOP, json=fields | changes), 422)
        assert [error["pointer"] for error in members["errors"]] == [pointer]
        assert "passwd" not in str(members)
    problem(client.post(TOP, content=b"{" * 20000, headers={"Content-Type": "application/json"}), 413)
    problem(client.post(TOP, content=b"\xff{", headers={"Content-Type": "application/json"}), 422)
    problem(client.post(TOP, content=b"{}", headers={"Content-Type": "text/plain"}), 415)


@pytest.mark.parametrize("form", ["application/octet-stream", "", f"{PART_TYPE}; charset=utf-8"])
def test_bytes_in_another_form_are_not_read(service: Served, form: str) -> None:
    client, file = service.client(), a_file(100)
    place = announce(client, file)
    headers = {"Content-Type": form, "Upload-Offset": "0"}
    answer = client.patch(place, content=file.content, headers=headers)
    problem(answer, 415)
    assert answer.headers["accept-patch"] == PART_TYPE


@pytest.mark.parametrize("name", ["nothing", "..", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "ATT-%00", "ATT-"])
def test_a_name_that_is_no_id_is_not_found(service: Served, name: str) -> None:
    client = service.client()
    assert client.get(f"{TOP}/{name}").status_code in {404, 405}
    assert patch(client, f"{TOP}/{name}", b"x").status_code in {404, 405}
    assert client.head(f"{TOP}/{name}").status_code in {404, 405}


def test_each_request_needs_its_scope_and_the_uploader(service: Served) -> None:
    writer, file = service.client(scopes=frozenset({"record"})), a_file(100)
    place = announce(writer, file)
    reader = service.client(scopes=frozenset({"read"}))
    problem(reader.post(TOP, json={}), 403)
    problem(patch(reader, place, file.content), 403)
    assert reader.head(place).status_code == 403
    stranger = service.client()
    problem(patch(stranger, place, file.content), 404)
    assert stranger.head(place).status_code == 404
    patch(writer, place, file.content)
    problem(writer.get(place), 403)
    for body in (OTHER_BODY, BODY):
        problem(service.client("escort", body=body).get(place, headers=MONITORING), 404)
    for answer in (httpx.get(f"{service.url}{place}"), httpx.patch(f"{service.url}{place}")):
        problem(answer, 401)


def test_who_reads_says_why(service: Served) -> None:
    client, file = service.client(), a_file(100)
    place = announce(client, file)
    patch(client, place, file.content)
    plain = problem(client.get(place), 404)
    assert "Access-Purpose" in plain["detail"]
    assert plain == problem(client.get(NOWHERE, headers=MONITORING), 404)
    purpose, ground = ({name: MONITORING[name]} for name in MONITORING)
    for said in (
        purpose,
        ground,
        purpose | {"Access-Ground": "curiosity"},
        {"Access-Purpose": "", "Access-Ground": "public_task"},
        purpose | {"Access-Ground": "consent"},
        MONITORING | {"Access-Consent": "Q-1"},
        MONITORING | {"Access-Case": "O-018f6a2c-0000-7000-8000-000000000001"},
    ):
        members = problem(client.get(place, headers=said), 422)
        assert "Access-" in members["detail"]
        assert "curiosity" not in str(members)
    assert client.get(place, headers=MONITORING).content == file.content


def test_many_uploads_of_one_content_at_once(service: Served) -> None:
    file = a_file()
    clients = [service.client() for _ in range(4)]

    def send(client: httpx.Client) -> str:
        place = announce(client, file)
        assert patch(client, place, pieces(file.content)).headers["upload-complete"] == "?1"
        return place

    with ThreadPoolExecutor(4) as pool:
        places = list(pool.map(send, clients))
    for place in places:
        assert clients[0].get(place, headers=MONITORING).content == file.content


def test_nothing_of_a_file_is_in_the_log(service: Served) -> None:
    client, file = service.client(), a_file()
    place = announce(client, file)
    patch(client, place, file.content)
    client.get(place, headers=MONITORING)
    problem(patch(client, announce(client, a_file(100, sha256="cd" * 32)), b"x" * 100), 422)
    lines = (f"PATCH {TOP}/{{attachment_id}} {status}" for status in (204, 422))
    assert all(wait_until(lambda line=line: line in service.log.read_text(), 20) for line in lines)
    log = service.log.read_text(errors="replace")
    for secret in (file.announced.sha256, "cd" * 32, place.rpartition("-")[2], MARK.decode()):
        assert secret not in log


def test_a_store_that_does_not_answer_is_told_apart_from_a_fault(
    s3_server: ObjectStore, tmp_path: Path
) -> None:
    served = Served(tmp_path, f"s3://{BUCKET}/unavailable", s3_server.environment)
    served.start()
    try:
        client, file = served.client(), a_file()
        place = announce(client, file)
        s3_server.kill()
        answer = patch(client, place, file.content)
        problem(answer, 503)
        assert answer.headers["retry-after"]
        s3_server.start()
        assert patch(client, place, file.content).headers["upload-complete"] == "?1"
    finally:
        if s3_server.process is None or s3_server.process.poll() is not None:
            s3_server.start()
        served.close()


QUICK = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
def test_no_request_made_from_the_contract_gets_an_undocumented_answer(
    service: Served, mode: GenerationMode
) -> None:
    contract = schemathesis.openapi.from_url(f"{service.url}/openapi.json")
    operations = [found.ok() for found in contract.get_all_operations()]
    ours = [operation for operation in operations if TOP in operation.label]
    assert {operation.label.split()[0] for operation in ours} == {"POST", "HEAD", "PATCH", "GET"}
    assert all(try_out(operation, mode, service.token()) for operation in ours)


def try_out(operation: Any, mode: GenerationMode, token: str) -> int:
    """Send generated requests and check every answer; how many were sent."""
    load_all_checks()
    schemathesis.serializer.alias(PART_TYPE, "application/octet-stream")
    # A type limits the size beyond what JSON Schema can say, and a well-formed id may be unknown.
    excluded = [check for check in CHECKS.get_all() if check.__name__ == "positive_data_acceptance"]
    sent = 0

    @QUICK
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers_as_documented(case: schemathesis.Case) -> None:
        nonlocal sent
        sent += 1
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=excluded)

    with suppress(Unsatisfiable):
        answers_as_documented()
    return sent
