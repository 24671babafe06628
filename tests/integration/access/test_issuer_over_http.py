"""A service that trusts a real issuer on loopback: keys over HTTP, rotated while it runs."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey

from foundation.clock import system_clock
from foundation.identity import issuer_keys
from foundation.identity.oidc import OidcVerifier
from foundation.identity.port import IssuerUnavailableError, TokenError
from tests.integration.http.serving import Service, an_observation
from tests.unit.access.issuing import BODY, CLAIMS, SETTINGS, Key, published, signed

OBSERVATIONS = "/v1/records/observation-filed"


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def do_GET(self) -> None:
        issuer = self.server.issuer
        issuer.asked += 1
        content = issuer.content or published(*issuer.keys)
        self.send_response(302 if issuer.elsewhere else 200)
        if issuer.elsewhere:
            self.send_header("Location", issuer.elsewhere)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Write nothing."""


class _Server(ThreadingHTTPServer):
    issuer: "Issuer"


@dataclass
class Issuer:
    """Publishes keys over HTTP."""

    keys: list[Key] = field(default_factory=list)
    content: bytes = b""
    elsewhere: str = ""
    asked: int = 0
    address: str = ""

    def token(self, key: Key, **claims: Any) -> str:
        """A token of now, for the service."""
        at = int(system_clock().timestamp())
        return signed(key, iat=at - 5, exp=at + 300, **claims)


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.issuer = Issuer(address=f"http://127.0.0.1:{server.server_port}/keys")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.issuer
    server.shutdown()
    server.server_close()
    thread.join()


class Trusting(Service):
    """A service whose tokens come from the issuer."""

    def environment(self) -> dict[str, str]:
        """With the file that names the issuer."""
        return super().environment() | {"RETURNWATCH_OIDC": str(self.folder / "oidc.json")}


@pytest.fixture
def service(issuer: Issuer, tmp_path: Path) -> Iterator[Trusting]:
    (tmp_path / "oidc.json").write_text(json.dumps(SETTINGS.model_dump() | {"jwks": issuer.address}))
    opened = Trusting(f"sqlite:///{tmp_path}/events.sqlite", f"sqlite:///{tmp_path}/vault.sqlite", tmp_path)
    opened.start()
    yield opened
    opened.close()


def ask(service: Service, token: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.post(f"{service.url}{OBSERVATIONS}", json=an_observation(), headers=headers, trust_env=False)


def test_a_monitor_with_a_token_of_the_issuer_records_and_local_tokens_are_worth_nothing(
    service: Trusting, issuer: Issuer
) -> None:
    issuer.keys = [
        RSAKey.generate_key(2048, {"kid": "rsa"}),
        ECKey.generate_key("P-256", {"kid": "ec"}),
        OKPKey.generate_key("Ed25519", {"kid": "ed"}),
    ]
    for key in issuer.keys:
        assert ask(service, issuer.token(key, scope="returnwatch.record")).status_code == 201
    assert ask(service, issuer.token(issuer.keys[0], scope="openid")).status_code == 403
    assert (
        ask(service, issuer.token(issuer.keys[0], role="rw-escort", scope="returnwatch.record")).status_code
        == 403
    )
    assert ask(service, service.token()).status_code == 401
    assert issuer.asked == 1
    for planted in (str(CLAIMS["sub"]), BODY):
        assert planted not in service.log.read_text()


def test_until_the_issuer_answers_a_caller_is_told_to_come_again(service: Trusting, issuer: Issuer) -> None:
    key = OKPKey.generate_key("Ed25519", {"kid": "ed"})
    issuer.content = b"the issuer is being restarted"
    answer = ask(service, issuer.token(key))
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"


def verifier_of(issuer: Issuer, clock: list[float]) -> OidcVerifier:
    keys = issuer_keys.IssuerKeys(lambda: issuer_keys._fetched(issuer.address), lambda: clock[0])
    return OidcVerifier(SETTINGS, keys)


def test_keys_are_rotated_without_a_restart(issuer: Issuer) -> None:
    old, new = (OKPKey.generate_key("Ed25519", {"kid": kid}) for kid in ("ed-2024", "ed-2025"))
    clock = [0.0]
    issuer.keys, verifier = [old], verifier_of(issuer, clock)
    verifier.verify(issuer.token(old), system_clock())
    issuer.keys, clock[0] = [old, new], issuer_keys.PAUSE
    verifier.verify(issuer.token(new), system_clock())
    issuer.keys, clock[0] = [new], clock[0] + issuer_keys.KEPT + 1
    with pytest.raises(TokenError):
        verifier.verify(issuer.token(old), system_clock())
    verifier.verify(issuer.token(new), system_clock() + timedelta(seconds=1))
    assert issuer.asked == 3


@pytest.mark.parametrize(
    "changed", [{"content": b"x" * 300_000}, {"content": b"{}"}, {"elsewhere": "http://127.0.0.1:9/keys"}]
)
def test_an_answer_that_is_no_key_set_gives_no_keys(issuer: Issuer, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        setattr(issuer, name, value)
    with pytest.raises(IssuerUnavailableError):
        verifier_of(issuer, [0.0]).verify(
            issuer.token(OKPKey.generate_key("Ed25519", {"kid": "ed"})), system_clock()
        )


def test_settings_that_cannot_be_used_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "oidc.json").write_text("{}")
    service = Trusting(f"sqlite:///{tmp_path}/e.sqlite", f"sqlite:///{tmp_path}/v.sqlite", tmp_path)
    command = [sys.executable, "-m", "services.return_operation.main"]
    ended = subprocess.run(
        command,
        env={**os.environ, **service.environment()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert "oidc.json: /issuer: Field required" in ended.stderr
