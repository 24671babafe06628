"""Local tokens say who calls; anything else is refused without being repeated."""

import base64
import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from foundation.identity.tokens import (
    Grant,
    TokenError,
    TokenKeyError,
    Verifier,
    issue,
    load_token_key,
)

NOW = datetime(2025, 3, 4, 10, tzinfo=UTC)
USER = "USR-018f6a2c-0000-7000-8000-00000000beef"
BODY = "ORG-018f6a2c-0000-7000-8000-000000000004"
PERSON, CASE = (f"{prefix}-018f6a2c-0000-7000-8000-000000000005" for prefix in ("P", "C"))
GRANT = Grant(USER, "nhri", timedelta(hours=1), body=BODY)


@pytest.fixture
def key(tmp_path: Path) -> OKPKey:
    return load_token_key(tmp_path / "keys", may_create=True)


def test_a_token_tells_who_calls(key: OKPKey) -> None:
    caller = Verifier(key).verify(issue(key, GRANT, NOW), NOW)
    assert (caller.user, caller.role, caller.body) == (USER, "nhri", BODY)
    assert caller.may_assert == {"nhri", "returnee", "family_member"}
    assert caller.scopes == {"record", "read"}


def test_who_may_speak_for_whom_is_granted_by_name_or_by_what_is_usual(key: OKPKey) -> None:
    verifier = Verifier(key)
    usual = verifier.verify(issue(key, Grant(USER, "escort", timedelta(hours=1)), NOW), NOW)
    named = Grant(USER, "nhri", timedelta(hours=1), may_assert=frozenset({"international_organization"}))
    assert usual.may_assert == {"escort"}
    assert verifier.verify(issue(key, named, NOW), NOW).may_assert == {"international_organization"}


def test_whom_a_token_transcribes_and_stands_for_is_said_by_name_and_nobody_without_it(key: OKPKey) -> None:
    verifier = Verifier(key)
    named = replace(GRANT, transcribes=frozenset({BODY, "any"}), acts_for=frozenset({PERSON, CASE}))
    caller = verifier.verify(issue(key, named, NOW), NOW)
    assert (caller.transcribes, caller.acts_for) == ({BODY, "any"}, {PERSON, CASE})
    usual = verifier.verify(issue(key, GRANT, NOW), NOW)
    assert (usual.transcribes, usual.acts_for) == (frozenset(), frozenset())


def test_a_token_from_before_these_were_named_gives_neither(key: OKPKey) -> None:
    claims = json.loads(base64.urlsafe_b64decode(issue(key, GRANT, NOW).split(".")[1] + "=="))
    del claims["transcribes"], claims["acts_for"]
    old = jwt.encode({"alg": "Ed25519"}, claims, key, algorithms=["Ed25519"])
    caller = Verifier(key).verify(old, NOW)
    assert (caller.transcribes, caller.acts_for) == (frozenset(), frozenset())


def test_every_token_has_its_own_id(key: OKPKey) -> None:
    verifier = Verifier(key)
    assert len({verifier.verify(issue(key, GRANT, NOW), NOW).token_id for _ in range(3)}) == 3


def test_a_token_ends_when_it_says_so_even_once_seen(key: OKPKey) -> None:
    verifier, token = Verifier(key), issue(key, GRANT, NOW)
    verifier.verify(token, NOW + timedelta(minutes=59))
    with pytest.raises(TokenError, match="has expired"):
        verifier.verify(token, NOW + timedelta(hours=1))


def test_a_token_from_the_future_is_refused(key: OKPKey) -> None:
    with pytest.raises(TokenError, match="not valid yet"):
        Verifier(key).verify(issue(key, GRANT, NOW), NOW - timedelta(minutes=1))


def test_a_token_of_another_key_is_refused(key: OKPKey) -> None:
    with pytest.raises(TokenError, match="not one of this platform"):
        Verifier(OKPKey.generate_key("Ed25519")).verify(issue(key, GRANT, NOW), NOW)


def _unsigned(token: str) -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    return f"{head}.{token.split('.')[1]}."


def _signed_with_the_public_key(key: OKPKey, token: str) -> str:
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    secret = OctKey.import_key(json.dumps(key.as_dict(private=False)))
    return jwt.encode({"alg": "HS256"}, claims, secret, algorithms=["HS256"])


def test_no_changed_or_foreign_token_is_accepted_or_repeated(key: OKPKey) -> None:
    token = issue(key, GRANT, NOW)
    head, claims, signature = token.split(".")
    foreign = [
        *("", "a.b.c", "…", "\ud800", "x" * 10_000, token[:-4], f"{token}A", f"{head}.{claims}"),
        f"{head}.{claims[:-4]}AAAA.{signature}",
        _unsigned(token),
        _signed_with_the_public_key(key, token),
    ]
    for text in foreign:
        with pytest.raises(TokenError) as refused:
            Verifier(key).verify(text, NOW)
        assert len(text) < 4 or text not in str(refused.value)


@pytest.mark.parametrize(
    "claims", [{}, {"role": "king"}, {"sub": "somebody"}, {"exp": "soon"}, {"iss": "elsewhere"}, {"jti": ""}]
)
def test_a_signed_token_that_says_too_little_is_refused(key: OKPKey, claims: dict[str, Any]) -> None:
    whole = json.loads(base64.urlsafe_b64decode(issue(key, GRANT, NOW).split(".")[1] + "=="))
    token = jwt.encode({"alg": "Ed25519"}, whole | claims if claims else {}, key, algorithms=["Ed25519"])
    with pytest.raises(TokenError, match="does not say"):
        Verifier(key).verify(token, NOW)


@pytest.mark.parametrize(
    "grant",
    [
        Grant("me", "nhri", timedelta(1)),
        Grant(USER, "nhri", timedelta(1), body="us"),
        replace(GRANT, transcribes=frozenset({"all"})),
        replace(GRANT, acts_for=frozenset({BODY})),
    ],
)
def test_a_grant_that_is_not_well_formed_is_not_signed(key: OKPKey, grant: Grant) -> None:
    with pytest.raises(ValueError, match="should match pattern"):
        issue(key, grant, NOW)


def test_the_key_file_is_private_and_made_only_where_allowed(tmp_path: Path) -> None:
    with pytest.raises(TokenKeyError, match="cannot be read"):
        load_token_key(tmp_path)
    first = load_token_key(tmp_path, may_create=True)
    assert stat.S_IMODE((tmp_path / "tokens.json").stat().st_mode) == 0o600
    assert load_token_key(tmp_path).thumbprint() == first.thumbprint()


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"kty": "oct", "k": "AAAA"}', '{"kty": "OKP", "crv": "X25519", "x": "AA"}']
)
def test_a_damaged_key_file_says_what_to_do(tmp_path: Path, content: str) -> None:
    path = tmp_path / "tokens.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(TokenKeyError, match="restore the file"):
        load_token_key(tmp_path)
