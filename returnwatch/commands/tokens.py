"""`returnwatch token`: bearer tokens for the HTTP interface."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, TypeVar, get_args

import typer
from pydantic import TypeAdapter, ValidationError

from events.codes.common import ActorRole
from events.ids import CaseId, OrganizationId, PersonId, UserId, subject_id
from foundation.clock import system_clock, uuid7
from foundation.identity.caller import SCOPES, USUAL_SCOPES, Scope
from foundation.identity.tokens import Grant, TokenKeyError, issue, load_token_key
from returnwatch.faults import UserFaultError
from returnwatch.options import DEFAULT_DATA_DIR, DataDir

ROLES = get_args(ActorRole)
ROLE: TypeAdapter[ActorRole] = TypeAdapter(ActorRole)
SCOPE: TypeAdapter[Scope] = TypeAdapter(Scope)
USER: TypeAdapter[str] = TypeAdapter(UserId)
BODY: TypeAdapter[str] = TypeAdapter(OrganizationId)
OTHERS: TypeAdapter[str] = TypeAdapter(OrganizationId | Literal["any"])
CONCERNED: TypeAdapter[str] = TypeAdapter(PersonId | CaseId)
T = TypeVar("T")


def add_to(app: typer.Typer) -> None:
    """Add the command `token`."""
    app.command("token")(token)


def token(  # noqa: PLR0913, PLR0917 - the options of one command
    role: Annotated[str, typer.Option(help=f"Role of the holder, one of: {', '.join(ROLES)}.")],
    body: Annotated[str | None, typer.Option(help="Body of the holder, ORG-….")] = None,
    user: Annotated[
        str | None, typer.Option(help="User id of the holder, USR-…; a new one without it.")
    ] = None,
    may_assert: Annotated[
        list[str] | None, typer.Option(help="Role whose account the holder may also record; may be repeated.")
    ] = None,
    transcribes: Annotated[
        list[str] | None,
        typer.Option(
            help="Other body whose accounts the holder may also record, ORG-…, or any; may be repeated."
        ),
    ] = None,
    acts_for: Annotated[
        list[str] | None,
        typer.Option(
            help="Person or case for whom a returnee, guardian or lawyer stands, P-… or C-…; may be repeated."
        ),
    ] = None,
    scope: Annotated[
        list[str] | None,
        typer.Option(help=f"One of: {', '.join(sorted(SCOPES))}; record and read without it."),
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="Days until it expires.")] = 30,
    keys: Annotated[
        Path | None, typer.Option(help="Folder of key files; without it that of the data.")
    ] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Print a new bearer token. Whoever holds it may do what it says: hand it over with care."""
    own = _checked(role, ROLE, "--role", f"one of: {', '.join(ROLES)}")
    others = [
        _checked(name, ROLE, "--may-assert", f"one of: {', '.join(ROLES)}") for name in may_assert or ()
    ]
    scopes = [
        _checked(name, SCOPE, "--scope", f"one of: {', '.join(sorted(SCOPES))}") for name in scope or ()
    ]
    grant = Grant(
        user=_checked(user or subject_id("user", uuid7()), USER, "--user", "USR- and a UUID"),
        role=own,
        lifetime=timedelta(days=days),
        body=_checked(body, BODY, "--body", "ORG- and a UUID in lower case") if body else None,
        may_assert=frozenset([own, *others]) if others else None,
        scopes=frozenset(scopes) or USUAL_SCOPES,
        transcribes=frozenset(
            _checked(name, OTHERS, "--transcribes", "ORG- and a UUID in lower case, or any")
            for name in transcribes or ()
        ),
        acts_for=frozenset(
            _checked(name, CONCERNED, "--acts-for", "P- or C- and a UUID in lower case")
            for name in acts_for or ()
        ),
    )
    try:
        signing = load_token_key(keys or data_dir / "keys", may_create=True)
    except TokenKeyError as error:
        raise UserFaultError(str(error)) from None
    sys.stdout.write(issue(signing, grant, system_clock()) + "\n")


def _checked(value: str, kind: TypeAdapter[T], option: str, what: str) -> T:
    try:
        return kind.validate_python(value)
    except ValidationError:
        raise UserFaultError(f"{option}: write {what}") from None
