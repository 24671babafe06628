"""`returnwatch person`: what is held on a person, put right, or erased."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from pydantic import TypeAdapter, ValidationError

from events.codes.common import ActorRole, LawfulBasis, ProcessingPurpose, YesNoUnknown
from events.codes.data_protection import ErasureCause, ErasureScope, RefusalGround, RequestKind
from events.ids import UUID_PATTERN, ComplaintId, ConsentId, DataRequestId, EventId, OrganizationId, UserId
from events.values import Day
from foundation.erasure.decisions import Erasure
from foundation.erasure.eraser import NotRecordedError
from foundation.erasure.port import Step
from foundation.identity.caller import usual_voices
from foundation.recording.faults import RefusedError
from foundation.vault.errors import VaultError
from returnwatch.commands.importing import OPERATOR
from returnwatch.faults import UserFaultError
from returnwatch.opening import data_directory
from returnwatch.options import DEFAULT_DATA_DIR, DataDir
from returnwatch.person_text import as_text
from returnwatch.persons import persons
from services.data_protection.application.access import Access, AccessDeniedError, RequestRefusedError
from services.data_protection.application.erasing import (
    POSSIBLE,
    Grounds,
    LegalHoldError,
    NoSuchRequestError,
)
from services.data_protection.application.holding import ALL, HoldClass, NoHoldError, Wish
from services.data_protection.application.persons import Persons
from services.data_protection.application.reading_person import NothingHeldError
from services.data_protection.application.rectifying import Rectification

SUBJECT = re.compile(f"[PC]-{UUID_PATTERN}")
TOLD = (
    *(AccessDeniedError, LegalHoldError, NoHoldError, NoSuchRequestError, NothingHeldError),
    *(NotRecordedError, VaultError),
)

Subject = Annotated[str, typer.Argument(help="The person, P-…, or one of their cases, C-….")]
Role = Annotated[str, typer.Option(help="Role in which you act.")]
Body = Annotated[str, typer.Option(help="Body for which you act, ORG-….")]
Purpose = Annotated[str, typer.Option(help=f"Why, one of: {', '.join(get_args(ProcessingPurpose))}.")]
Ground = Annotated[str, typer.Option(help=f"Lawful basis, one of: {', '.join(get_args(LawfulBasis))}.")]
Consent = Annotated[str | None, typer.Option(help="The consent, Q-…, when it is the ground.")]
User = Annotated[str | None, typer.Option(help="Your user id, USR-…; the operator's without it.")]
Request = Annotated[str | None, typer.Option("--request", help="The person's request, Z-….")]
Identified = Annotated[str, typer.Option("--identity-checked", help="yes, no or unknown.")]

Classes = Annotated[
    list[str] | None,
    typer.Option("--class", help=f"Class of data, of: {', '.join(ALL)}; all without it; may be repeated."),
]


def add_to(app: typer.Typer) -> None:
    """Add the command group `person`."""
    group = typer.Typer(no_args_is_help=True, help="What is held on a person: report, rectify, erase.")
    for command in (report, request, rectify, erase, hold, release):
        group.command(command.__name__)(command)
    app.add_typer(group, name="person")


def report(  # noqa: PLR0913, PLR0917 - the options of one command
    subject: Subject,
    role: Role,
    body: Body,
    purpose: Purpose,
    ground: Ground,
    consent: Consent = None,
    user: User = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the report as JSON.")] = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Show everything held on a person, opened, with who said it and to whom it was given.

    That you looked is recorded first.
    """
    access = _access(subject, role, body, purpose, ground, consent, user)
    with _opened(subject, data_dir) as use:
        made = use.reporting.report(subject, access)
    if as_json:
        json.dump(asdict(made), sys.stdout, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(as_text(made))


def request(  # noqa: PLR0913, PLR0917 - the options of one command
    subject: Subject,
    kind: Annotated[str, typer.Argument(help=f"One of: {', '.join(get_args(RequestKind))}.")],
    role: Role,
    body: Body,
    purpose: Purpose,
    ground: Ground,
    checked: Identified,
    consent: Consent = None,
    user: User = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Record a request that a person made, and print its id."""
    access = _access(subject, role, body, purpose, ground, consent, user)
    asked = _code(kind, RequestKind, "KIND")
    identified = _code(checked, YesNoUnknown, "--identity-checked")
    with _opened(subject, data_dir) as use:
        made = use.erasing.receive(subject, access, asked, identified, extent=None)
    sys.stdout.write(f"{made}\n")


def rectify(  # noqa: PLR0913, PLR0917 - the options of one command
    subject: Subject,
    event_id: Annotated[str, typer.Argument(help="The wrong record, EVT-….")],
    fields: Annotated[
        Path, typer.Argument(help="JSON file with the right values by field; `-` reads standard input.")
    ],
    role: Role,
    body: Body,
    purpose: Purpose,
    ground: Ground,
    consent: Consent = None,
    user: User = None,
    data_request: Request = None,
    told: Annotated[
        list[str] | None, typer.Option(help="Recipient told of it, ORG-…; may be repeated.")
    ] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Put a record right by another that amends it; the old one stays as it is.

    Values come from a file and not from the command line, where other users of the machine could read them.
    """
    access = _access(subject, role, body, purpose, ground, consent, user)
    _checked(event_id, EventId, "EVENT_ID", "EVT- and a UUID in lower case")
    change = Rectification(event_id, _fields(fields), _request(data_request), tuple(told or ()))
    with _opened(subject, data_dir) as use:
        amending, said = use.rectifying.rectify(subject, access, change)
    sys.stdout.write(f"{amending} amends {event_id}\n{said} says so\n")


def erase(  # noqa: PLR0913, PLR0917 - the options of one command
    subject: Subject,
    role: Role,
    body: Body,
    purpose: Purpose,
    ground: Ground,
    cause: Annotated[
        str, typer.Option(help=f"Why, one of: {', '.join(get_args(ErasureCause))}.")
    ] = "request_of_person",
    scope: Annotated[str, typer.Option(help=f"How much, one of: {', '.join(POSSIBLE)}.")] = "case_personal",
    data_request: Request = None,
    follows: Annotated[
        str | None, typer.Option(help="Record it follows from, EVT-…, for example a withdrawal of consent.")
    ] = None,
    refuse: Annotated[
        str | None,
        typer.Option(help=f"Refuse the request instead, one of: {', '.join(get_args(RefusalGround))}."),
    ] = None,
    remedy: Annotated[
        str, typer.Option("--remedy-explained", help="Whether the person was told where to complain.")
    ] = "unknown",
    consent: Consent = None,
    user: User = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: nothing brings erased data back.")] = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Erase what is held on a person by destroying the keys of it, or refuse to."""
    access = _access(subject, role, body, purpose, ground, consent, user)
    if scope not in POSSIBLE:
        raise UserFaultError(
            f"--scope: keys are kept for a case as a whole; write one of: {', '.join(POSSIBLE)}"
        )
    grounds = Grounds(
        _code(cause, ErasureCause, "--cause"),
        _code(scope, ErasureScope, "--scope"),
        _request(data_request),
        _checked(follows, EventId, "--follows", "EVT- and a UUID in lower case") if follows else None,
        _code(remedy, YesNoUnknown, "--remedy-explained"),
    )
    refusal = _code(refuse, RefusalGround, "--refuse") if refuse else None
    if not refusal and not yes:
        typer.confirm(f"Erase {subject}? Nothing brings erased data back.", abort=True, err=True)
    with _opened(subject, data_dir) as use:
        if refusal:
            answer = use.erasing.refuse(subject, access, grounds, refusal)
            sys.stdout.write(f"{answer} refuses the request\n")
            return
        decided = use.erasing.erase(subject, access, grounds)
        waiting = use.erasing.waiting(decided)
        for erasure in decided:
            done = "decided, findings are to be told first" if erasure in waiting else "erased"
            sys.stdout.write(f"{erasure.id} {erasure.case} {done}\n")


def hold(  # noqa: PLR0913, PLR0917 - the options of one command
    subject: Subject,
    role: Role,
    body: Body,
    purpose: Purpose,
    ground: Ground,
    data_class: Classes = None,
    until: Annotated[str | None, typer.Option(help="Last day of the hold, YYYY-MM-DD.")] = None,
    complaint: Annotated[str | None, typer.Option(help="Complaint that depends on it, M-….")] = None,
    consent: Consent = None,
    user: User = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Keep a person's data from being erased until it is released, and print the id of the hold."""
    access = _access(subject, role, body, purpose, ground, consent, user)
    wish = Wish(
        _classes(data_class),
        _checked(until, Day, "--until", "a date as YYYY-MM-DD") if until else None,
        _checked(complaint, ComplaintId, "--complaint", "M- and a UUID in lower case") if complaint else None,
    )
    with _opened(subject, data_dir) as use:
        sys.stdout.write(f"{use.holding.place(subject, access, wish)}\n")


def release(  # noqa: PLR0913, PLR0917 - the options of one command
    subject: Subject,
    role: Role,
    body: Body,
    purpose: Purpose,
    ground: Ground,
    data_class: Classes = None,
    consent: Consent = None,
    user: User = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Lift the holds of this body; a court lifts those of anybody."""
    access = _access(subject, role, body, purpose, ground, consent, user)
    with _opened(subject, data_dir) as use:
        said = use.holding.release(subject, access, Wish(_classes(data_class)))
        left = len(use.holding.in_force(subject))
    sys.stdout.write(f"{said} lifts the hold; in force: {left or 'none'}\n")


@contextmanager
def _opened(subject: str, data_dir: Path) -> Iterator[Persons]:
    if not SUBJECT.fullmatch(subject):
        raise UserFaultError("SUBJECT: write P- or C- and a UUID in lower case")
    with data_directory(data_dir, must_exist=True) as opened, persons(opened, _tell) as use:
        try:
            yield use
        except (RefusedError, RequestRefusedError) as error:
            raise UserFaultError(
                *(f"{one.pointer}: {one.what}; {one.remedy}" for one in error.faults)
            ) from None
        except TOLD as error:
            raise UserFaultError(str(error)) from None


def _tell(erasure: Erasure, step: Step) -> None:
    sys.stderr.write(f"{erasure.case}: {step}\n")


def _access(  # noqa: PLR0913, PLR0917 - the shared options of the commands
    subject: str, role: str, body: str, purpose: str, ground: str, consent: str | None, user: str | None
) -> Access:
    acting = _code(role, ActorRole, "--role")
    caller = replace(
        OPERATOR,
        role=acting,
        body=_checked(body, OrganizationId, "--body", "ORG- and a UUID in lower case"),
        may_assert=usual_voices(acting) | {"returnee"},
        transcribes=frozenset(),
        acts_for=frozenset({subject}),
        user=_checked(user, UserId, "--user", "USR- and a UUID in lower case") if user else OPERATOR.user,
    )
    return Access(
        caller,
        body,
        _code(purpose, ProcessingPurpose, "--purpose"),
        _code(ground, LawfulBasis, "--ground"),
        _checked(consent, ConsentId, "--consent", "Q- and a UUID in lower case") if consent else None,
    )


def _request(value: str | None) -> str | None:
    return _checked(value, DataRequestId, "--request", "Z- and a UUID in lower case") if value else None


def _classes(names: list[str] | None) -> tuple[HoldClass, ...]:
    return tuple(_code(name, HoldClass, "--class") for name in names) if names else ALL


def _fields(path: Path) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        fields = json.loads(text)
    except OSError as error:
        raise UserFaultError(f"{path}: {error.strerror or type(error).__name__}") from None
    except ValueError:
        raise UserFaultError(f"{path}: is not JSON") from None
    if not isinstance(fields, dict) or not fields:
        raise UserFaultError(
            f'{path}: write an object with a value for each field, for example {{"name": "…"}}'
        )
    return fields


def _code(value: str, codes: Any, option: str) -> Any:
    return _checked(value, codes, option, f"one of: {', '.join(get_args(codes))}")


def _checked(value: Any, kind: Any, option: str, what: str) -> Any:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError:
        raise UserFaultError(f"{option}: write {what}") from None
