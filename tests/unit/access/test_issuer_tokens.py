"""Access tokens of an issuer say who calls; whatever else comes is refused without being repeated."""

import base64
import json
import warnings
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey, RSAKey

from foundation.identity.bearer import caller_of
from foundation.identity.issuer_keys import KEPT, OUTLIVED, PAUSE, keys_at, parse_keys
from foundation.identity.oidc_settings import OidcSettings, OidcSettingsError, read_oidc_settings
from foundation.identity.port import IssuerUnavailableError, TokenError
from foundation.identity.verifying import open_verifier
from foundation.problems.problem import ProblemError
from tests.unit.access.issuing import (
    AT,
    AUDIENCE,
    BODY,
    CLAIMS,
    EC,
    ED,
    NOW,
    RSA,
    SETTINGS,
    Issuer,
    Key,
    published,
    signed,
)


@pytest.mark.parametrize("key", [RSA, EC, ED], ids=["RS256", "ES256", "Ed25519"])
def test_a_token_tells_who_calls(key: Key) -> None:
    caller = Issuer().verifier().verify(signed(key), NOW)
    assert (caller.role, caller.body, caller.scopes) == ("independent_monitor", BODY, {"read"})
    assert caller.may_assert == {"independent_monitor", "returnee", "family_member"}


def test_a_user_has_one_id_that_does_not_tell_their_name() -> None:
    verifier = Issuer().verifier()
    first, second = (verifier.verify(signed(key), NOW) for key in (RSA, EC))
    other = verifier.verify(signed(ED, sub="another"), NOW)
    assert first.user == second.user != other.user
    assert first.user.startswith("USR-")
    assert "somebody" not in repr(first)


def test_roles_are_read_where_the_settings_say_even_inside_other_claims() -> None:
    claims = SETTINGS.claims.model_copy(update={"role": "realm_access.roles", "scopes": "permissions"})
    settings = SETTINGS.model_copy(update={"claims": claims})
    token = signed(
        ED, realm_access={"roles": ["offline", "rw-nhri"]}, permissions=["returnwatch.record", "x"], role=None
    )
    caller = Issuer().verifier(settings).verify(token, NOW)
    assert (caller.role, caller.scopes) == ("nhri", {"record"})


def test_a_token_may_name_for_whom_its_holder_speaks() -> None:
    caller = Issuer().verifier().verify(signed(ED, may_assert=["rw-nhri", "unknown"]), NOW)
    assert caller.may_assert == {"nhri"}


def test_a_token_may_name_bodies_that_its_holder_transcribes_and_whom_they_stand_for() -> None:
    verifier = Issuer().verifier()
    person = "P-018f6a2c-0000-7000-8000-000000000005"
    named = signed(
        ED, transcribes=["monitoring-body", "unknown", "any", BODY], acts_for=[person, BODY, "everyone"]
    )
    caller = verifier.verify(named, NOW)
    assert (caller.transcribes, caller.acts_for) == ({BODY}, {person})
    usual = verifier.verify(signed(ED), NOW)
    assert (usual.transcribes, usual.acts_for) == (frozenset(), frozenset())


def test_a_scope_that_the_settings_do_not_name_gives_nothing() -> None:
    assert (
        Issuer().verifier().verify(signed(ED, scope="read admin returnwatch.admin"), NOW).scopes
        == frozenset()
    )


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example.org"},
        {"iss": None},
        {"aud": "another"},
        {"aud": []},
        {"aud": None},
        {"exp": None},
        {"exp": "soon"},
        {"exp": AT},
        {"exp": -1},
        {"nbf": AT + 60},
        {"iat": AT + 60},
        {"role": None},
        {"role": "authority"},
        {"role": ["rw-monitor", "rw-escort"]},
        {"role": {"rw-monitor": True}},
        {"body": "some-other-body"},
        {"body": ["monitoring-body"]},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
    ],
    ids=repr,
)
def test_a_signed_token_that_says_too_little_or_something_else_is_refused(claims: dict[str, Any]) -> None:
    with pytest.raises(TokenError):
        Issuer().verifier().verify(signed(ED, **claims), NOW)


def test_an_audience_may_be_one_of_several() -> None:
    Issuer().verifier().verify(signed(ED, aud=["other", AUDIENCE]), NOW)


@pytest.mark.parametrize(
    "header",
    [
        {"kid": None},
        {"kid": "unknown"},
        {"kid": "rsa"},
        {"typ": "JOSE"},
        {"typ": "logout+jwt"},
        {"typ": "id+jwt"},
    ],
    ids=repr,
)
def test_a_token_with_another_header_is_refused(header: dict[str, Any]) -> None:
    with pytest.raises(TokenError):
        Issuer().verifier().verify(signed(ED, header), NOW)


def unsigned() -> str:
    parts = [{"alg": "none", "kid": "ed"}, CLAIMS]
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts) + "."
    )


def under_the_public_key() -> str:
    secret = OctKey.import_key(json.dumps(RSA.as_dict(private=False)))
    return jwt.encode({"alg": "HS256", "kid": "rsa"}, CLAIMS, secret, algorithms=["HS256"])


def of_another_with_the_same_kid() -> str:
    return signed(OKPKey.generate_key("Ed25519", {"kid": "ed"}))


def test_no_changed_or_foreign_token_is_accepted_or_repeated() -> None:
    head, claims, signature = signed(ED).split(".")
    foreign = [
        *("", "a.b.c", "…", "\ud800", "x" * 20_000, "." * 5000, f"{head}.{claims}"),
        f"{head}.{claims[:-4]}AAAA.{signature}",
        unsigned(),
        under_the_public_key(),
        of_another_with_the_same_kid(),
    ]
    for text in foreign:
        with pytest.raises(TokenError) as refused:
            Issuer().verifier().verify(text, NOW)
        assert len(text) < 6 or text not in str(refused.value)


def test_an_algorithm_that_is_not_declared_is_refused() -> None:
    settings = SETTINGS.model_copy(update={"algorithms": ["ES256"]})
    with pytest.raises(TokenError):
        Issuer().verifier(settings).verify(signed(RSA), NOW)


def test_a_short_key_and_one_for_another_use_verify_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        short = RSAKey.generate_key(1024, {"kid": "rsa"})
        token = signed(short)
    with pytest.raises(TokenError):
        Issuer((short,)).verifier().verify(token, NOW)
    sealing = {**ED.as_dict(private=False), "use": "enc"}
    secret = {"kty": "oct", "k": "AAAA", "kid": "oct"}
    assert parse_keys(json.dumps({"keys": [sealing, secret, "text", {"kid": "x"}]}).encode()) == {}


def test_a_token_ends_when_it_says_so_even_once_seen() -> None:
    verifier, token = Issuer().verifier(), signed(ED)
    verifier.verify(token, NOW + timedelta(seconds=299))
    with pytest.raises(TokenError, match="has expired"):
        verifier.verify(token, NOW + timedelta(seconds=300))


def test_a_new_key_is_fetched_when_a_token_names_it() -> None:
    issuer = Issuer((EC,))
    verifier = issuer.verifier()
    verifier.verify(signed(EC), NOW)
    issuer.keys, issuer.clock = (EC, ED), issuer.clock + PAUSE
    verifier.verify(signed(ED), NOW)
    verifier.verify(signed(EC), NOW)
    assert issuer.asked == 2


def test_tokens_with_unknown_keys_do_not_make_the_issuer_be_asked_all_the_time() -> None:
    issuer = Issuer()
    verifier = issuer.verifier()
    for number in range(50):
        with pytest.raises(TokenError):
            verifier.verify(signed(OKPKey.generate_key("Ed25519", {"kid": f"k{number}"})), NOW)
    assert issuer.asked == 1


def test_a_key_that_the_issuer_withdrew_ends_every_token_under_it_even_once_seen() -> None:
    issuer = Issuer((EC, ED))
    verifier, token = issuer.verifier(), signed(ED)
    verifier.verify(token, NOW)
    issuer.keys, issuer.clock = (EC,), issuer.clock + KEPT + 1
    with pytest.raises(TokenError):
        verifier.verify(token, NOW)


def test_an_issuer_that_is_away_for_a_while_stops_nobody_who_was_known() -> None:
    issuer = Issuer()
    verifier = issuer.verifier()
    verifier.verify(signed(ED), NOW)
    issuer.away, issuer.clock = True, issuer.clock + OUTLIVED - 1
    verifier.verify(signed(EC), NOW)
    issuer.clock += 2
    with pytest.raises(IssuerUnavailableError):
        verifier.verify(signed(ED), NOW)


def test_while_the_keys_cannot_be_had_the_answer_is_503_and_not_that_the_token_is_bad() -> None:
    verifier = Issuer(away=True).verifier()
    with pytest.raises(ProblemError) as refused:
        caller_of(f"Bearer {signed(ED)}", verifier, NOW)
    assert refused.value.problem.kind.status == 503


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"keys": 1}', "\x00"])
def test_what_is_no_key_set_is_refused(content: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_keys(content.encode())


# Settings


def written(folder: Path, **changes: Any) -> Path:
    """A file of settings with the key set beside it."""
    (folder / "keys.json").write_bytes(published(ED))
    path = folder / "oidc.json"
    path.write_text(json.dumps(SETTINGS.model_dump() | {"jwks": "keys.json"} | changes))
    return path


def test_the_keys_may_stand_in_a_file_beside_the_settings(tmp_path: Path) -> None:
    caller = open_verifier(tmp_path, written(tmp_path)).verify(signed(ED), NOW)
    assert caller.role == "independent_monitor"


def test_a_file_of_keys_that_is_missing_is_an_issuer_that_does_not_answer(tmp_path: Path) -> None:
    with pytest.raises(IssuerUnavailableError):
        keys_at(str(tmp_path / "nothing")).find("ed")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"jwks": "http://login.example.org/keys"}, "https"),
        ({"roles": {}}, "/roles"),
        ({"roles": {"x": "king"}}, "/roles/x"),
        ({"bodies": {"x": "us"}}, "/bodies/x"),
        ({"scopes": {"x": "all"}}, "/scopes/x"),
        ({"algorithms": ["HS256"]}, "/algorithms/0"),
        ({"audience": ""}, "/audience"),
        ({"suprise": 1}, "/suprise"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_at_the_start(
    tmp_path: Path, changes: dict[str, Any], where: str
) -> None:
    with pytest.raises(OidcSettingsError, match=where):
        read_oidc_settings(written(tmp_path, **changes))


def test_settings_on_loopback_need_no_https() -> None:
    assert OidcSettings.model_validate(
        SETTINGS.model_dump() | {"jwks": "http://127.0.0.1:1/k"}
    ).keys_are_remote


def test_missing_settings_say_where_they_are_named(tmp_path: Path) -> None:
    with pytest.raises(OidcSettingsError, match="RETURNWATCH_OIDC"):
        open_verifier(tmp_path, tmp_path / "nothing.json")


def test_the_issuer_is_part_of_who_somebody_is() -> None:
    other = SETTINGS.model_copy(update={"issuer": "https://other.example.org"})
    here = Issuer().verifier().verify(signed(ED), NOW)
    there = Issuer().verifier(other).verify(signed(ED, iss=other.issuer), NOW)
    assert here.user != there.user
