"""The log as static files and over HTTP: the same bytes, and never less than was published before."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, HTTPException, Request

from foundation.tlog.checkpoint import open_checkpoint
from foundation.tlog.merkle import leaf_hash, root_of
from foundation.tlog.proof_file import parse_proof_file
from foundation.tlog.tiles import decode_bundle, parse_path
from projections.audit_trail.export import ExportError, export
from projections.audit_trail.http import router
from projections.audit_trail.trail import AuditTrail
from projections.query.failures import answer_failures
from tests.integration.audit_trail.logged_events import SIGNER, event_id, log, open_trail, records


def assert_whole(directory: Path, size: int) -> None:
    """Recompute the published checkpoint from the published entries alone."""
    signed = open_checkpoint((directory / "checkpoint").read_text(), [SIGNER.verifier], SIGNER.name)
    entries: list[bytes] = []
    for path in sorted((directory / "tile" / "entries").rglob("*")):
        if path.is_file():
            width = parse_path(path.relative_to(directory).as_posix()).width
            held = decode_bundle(path.read_bytes())
            assert len(held) == width, "a path says how much it holds"
            if width == 256 or len(entries) + width == size:
                entries += held
    assert (signed.size, signed.root) == (size, root_of(map(leaf_hash, entries)))
    for path in (directory / "tile" / "0").rglob("*"):
        if path.is_file():
            assert path.stat().st_size == 32 * parse_path(path.relative_to(directory).as_posix()).width
    assert not list(directory.rglob(".??????????")), "no draft is left"


def test_published_files_grow_with_the_log(trail: AuditTrail, tmp_path: Path) -> None:
    published = tmp_path / "public"
    assert export(trail, published) == 0
    log(trail, records(1, 201))
    assert export(trail, published) == 200
    assert (published / "tile/0/000.p/200").exists()
    assert_whole(published, 200)
    full = published / "tile/0/000"
    log(trail, records(201, 601))
    assert export(trail, published) == 600
    assert full.stat().st_size == 8192
    assert not (published / "tile/0/000.p").exists(), "the full tile took the place of its beginnings"
    assert_whole(published, 600)
    written = full.stat().st_mtime_ns
    assert export(trail, published) == 600
    assert full.stat().st_mtime_ns == written


def test_two_exports_at_once_publish_one_log(trail: AuditTrail, tmp_path: Path) -> None:
    log(trail, records(1, 400))
    with ThreadPoolExecutor(4) as pool:
        sizes = [done.result() for done in [pool.submit(export, trail, tmp_path) for _ in range(4)]]
    assert sizes == [399] * 4
    assert_whole(tmp_path, 399)


def test_another_or_a_shorter_log_is_not_published_over_this_one(trail: AuditTrail, tmp_path: Path) -> None:
    log(trail, records(1, 50))
    export(trail, tmp_path / "public")
    before = (tmp_path / "public" / "checkpoint").read_text()
    for name, first, last in (("forked", 2, 80), ("shorter", 1, 20)):
        other = open_trail(f"sqlite:///{tmp_path}/{name}.sqlite")
        log(other, records(first, last))
        with pytest.raises(ExportError, match="not part of this log"):
            export(other, tmp_path / "public")
        other.engine.dispose()
    assert (tmp_path / "public" / "checkpoint").read_text() == before
    (tmp_path / "public" / "checkpoint").write_text("rubbish")
    with pytest.raises(ExportError, match="no checkpoint"):
        export(trail, tmp_path / "public")


def allowed() -> None:
    """Let everybody in."""


def refused() -> None:
    raise HTTPException(403)


def no_names(_request: Request) -> None:
    raise HTTPException(403)


def get(
    trail: AuditTrail,
    path: str,
    dependency: Callable[[], None] = allowed,
    may_see_entries: Callable[[Request], None] | None = None,
) -> httpx.Response:
    app = FastAPI()
    app.include_router(router(trail, dependency, may_see_entries=may_see_entries))
    answer_failures(app)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://log.test") as client:
            return await client.get(path)

    return asyncio.run(ask())


def test_the_log_is_served_as_c2sp_says(trail: AuditTrail) -> None:
    log(trail, records(1, 301))
    checkpoint = get(trail, "/log/checkpoint")
    assert checkpoint.headers["content-type"] == "text/plain; charset=utf-8"
    assert checkpoint.text == trail.checkpoint()
    tile = get(trail, "/log/tile/0/000")
    assert tile.headers["content-type"] == "application/octet-stream"
    assert "immutable" in tile.headers["cache-control"]
    assert tile.content == trail.tile("tile/0/000")
    bundle = get(trail, "/log/tile/entries/001.p/44")
    assert decode_bundle(bundle.content) == list(trail.entries(256))
    proof = parse_proof_file(get(trail, f"/log/proof/{event_id(7)}").text)
    assert proof.verify(proof.extra, [SIGNER.verifier], SIGNER.name).size == 300


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/001",
        "tile/0/1",
        "tile/0/001.p/45",
        "tile/9/000",
        "tile/%2e%2e/checkpoint",
        "proof/EVT-none",
        "proof/x",
    ],
)
def test_what_the_log_does_not_have_is_not_found(trail: AuditTrail, path: str) -> None:
    log(trail, records(1, 301))
    answer = get(trail, f"/log/{path}")
    assert answer.status_code == 404
    assert "openapi" not in answer.json()["detail"]


def test_an_unknown_event_is_told_from_an_unknown_address(trail: AuditTrail) -> None:
    answer = get(trail, "/log/proof/EVT-none")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "the log holds no such event, or not yet"


@pytest.mark.parametrize(
    "path", ["proof/%00", "proof/EVT%00", "proof/EVT-none?service=%00", "proof/%0a", "tile/0/%00"]
)
def test_control_characters_are_refused(trail: AuditTrail, path: str) -> None:
    assert get(trail, f"/log/{path}").status_code == 400


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("checkpoint", 200),
        ("tile/0/000.p/3", 200),
        ("tile/entries/000.p/3", 403),
        ("tile/entries/999", 403),
        ("tile/ENTRIES/000", 403),
        (f"proof/{event_id(1)}", 403),
        ("proof/EVT-none", 403),
    ],
)
def test_who_may_not_see_entries_still_reads_hashes(trail: AuditTrail, path: str, status: int) -> None:
    log(trail, records(1, 4))
    assert get(trail, f"/log/{path}", allowed, no_names).status_code == status


@pytest.mark.parametrize("path", ["checkpoint", "tile/0/000.p/3", f"proof/{event_id(1)}"])
def test_only_those_allowed_read_the_log(trail: AuditTrail, path: str) -> None:
    log(trail, records(1, 4))
    assert get(trail, f"/log/{path}").status_code == 200
    assert get(trail, f"/log/{path}", refused).status_code == 403
