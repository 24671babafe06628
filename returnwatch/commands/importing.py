"""`returnwatch import`: published figures into records."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import NAMESPACE_URL, uuid5

import typer

from events.codes.common import ActorRole
from events.ids import subject_id
from events.submission import Submission
from foundation.identity.caller import SCOPES, Caller
from foundation.recording.outcomes import Conflicting, Outcome, Recorded, Refused, Repeated
from returnwatch.faults import UserFaultError
from returnwatch.opening import data_directory
from returnwatch.options import DEFAULT_DATA_DIR, DataDir, TokenFile, Url
from returnwatch.progress import progress
from returnwatch.remote import Remote, token_from
from services.return_operation.importing.frontex import AGENCY, BadWorkbookError, Import, read_workbook

ROLE: ActorRole = "authority"
OPERATOR = Caller(
    user=subject_id("user", uuid5(NAMESPACE_URL, "urn:returnwatch:operator")),
    role=ROLE,
    body=None,
    may_assert=frozenset({ROLE}),
    scopes=SCOPES,
    token_id="local",  # noqa: S106 - names no secret
    transcribes=frozenset({AGENCY}),
)
"""Who records when somebody runs the command on their own data directory; transcribes published figures."""
SHOWN = 20
"""Problems and differences printed; `--json` has them all."""


def add_to(app: typer.Typer) -> None:
    """Add the command group `import`."""
    group = typer.Typer(no_args_is_help=True, help="Bring published figures in.")
    group.command("frontex")(frontex)
    group.callback()(lambda: None)
    app.add_typer(group, name="import")


def frontex(  # noqa: PLR0913, PLR0917 - the options of one command
    file: Annotated[Path, typer.Argument(help="Workbook (.xlsx) on return operations.")],
    data_dir: DataDir = DEFAULT_DATA_DIR,
    url: Url = None,
    token_file: TokenFile = None,
    published: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day on which the document was published or handed over."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Record one event for each row of a workbook on return operations. Repeating it adds nothing.

    Exit status 2 when every row was refused.
    """
    workbook = _read(file, published.date() if published else None)
    with progress("recording", len(workbook.submissions)) as advance:
        if url:
            outcomes = Remote(url, token_from(token_file)).record_many(workbook.submissions)
            counts, refused = _counted(_told(workbook, outcomes), advance)
        else:
            with data_directory(data_dir, must_exist=False) as opened:
                outcomes = opened.record_many(OPERATOR, workbook.submissions)
                counts, refused = _counted(_told(workbook, outcomes), advance)
                opened.catch_up()
    summary = _summary(workbook, counts, refused)
    nothing_taken = bool(refused) and not (counts["recorded"] + counts["already_known"])
    if as_json:
        sys.stdout.write(json.dumps(summary, indent=2, ensure_ascii=False) + "\n")
    elif not nothing_taken:
        sys.stdout.write(_text(summary))
    if nothing_taken:
        raise UserFaultError(f"{file}: every row was refused", *_first([_place(one) for one in refused]))


def _read(file: Path, published: date | None) -> Import:
    try:
        with progress("reading", None) as advance:
            done = 0

            def tell(rows: int, _all: int) -> None:
                nonlocal done
                advance(rows - done)
                done = rows

            return read_workbook(file, document_date=published, asserted_by_role=ROLE, progress=tell)
    except BadWorkbookError as error:
        raise UserFaultError(*error.faults) from None


def _told(workbook: Import, outcomes: Iterable[Outcome]) -> Iterator[tuple[Submission, Outcome]]:
    return zip(workbook.submissions, outcomes, strict=True)


def _counted(
    told: Iterable[tuple[Submission, Outcome]], advance: Any
) -> tuple[Counter[str], list[dict[str, Any]]]:
    counts: Counter[str] = Counter()
    refused: list[dict[str, Any]] = []
    for submission, outcome in told:
        advance(1)
        match outcome:
            case Recorded():
                counts["recorded"] += 1
            case Repeated():
                counts["already_known"] += 1
            case Conflicting():
                refused.append(
                    _problem(
                        submission,
                        "was recorded before with other content",
                        "the first record stands; name the day of publication as it was named then",
                    )
                )
            case Refused(_, faults):
                refused += [
                    _problem(submission, f"{fault.pointer} {fault.what}", fault.remedy) for fault in faults
                ]
    return counts, refused


def _problem(submission: Submission, what: str, what_to_do: str) -> dict[str, Any]:
    sheet, _, row = str(getattr(submission.event, "source_row", "")).rpartition("!")
    return {
        "sheet": sheet,
        "row": int(row) if row.isdigit() else None,
        "column": None,
        "what": what,
        "what_to_do": what_to_do,
    }


def _summary(workbook: Import, counts: Counter[str], refused: list[dict[str, Any]]) -> dict[str, Any]:
    report = workbook.as_json()
    return {
        **report["totals"],
        "recorded": counts["recorded"],
        "already_known": counts["already_known"],
        "problems": [*report["problems"], *refused],
        "differences": report["differences"],
        "document": report["document"],
    }


def _text(summary: dict[str, Any]) -> str:
    lines = [
        f"{name.replace('_', ' ')}: {value}" for name, value in summary.items() if isinstance(value, int)
    ]
    lines += [f"document: {summary['document']['source_document']}, dated {summary['document']['dated_on']}"]
    lines += _listed("problems", [_place(problem) for problem in summary["problems"]])
    lines += _listed("differences", [f"{one['reference']}: {one['what']}" for one in summary["differences"]])
    return "\n".join(lines) + "\n"


def _place(problem: dict[str, Any]) -> str:
    place = " ".join(str(problem[name]) for name in ("sheet", "row", "column") if problem[name] is not None)
    return f"{place}: {problem['what']}; {problem['what_to_do']}"


def _listed(name: str, lines: list[str]) -> list[str]:
    return [f"{name}: {len(lines)}", *(f"  {line}" for line in _first(lines))]


def _first(lines: list[str]) -> list[str]:
    more = [f"and {len(lines) - SHOWN} more; --json lists them all"] if len(lines) > SHOWN else []
    return [*lines[:SHOWN], *more]
