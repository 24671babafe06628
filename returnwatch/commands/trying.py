"""`returnwatch demo`: a walk from a workbook to a verified record, on invented data."""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from events.codes.common import ActorRole
from events.pre_return import ReturnCaseOpened
from foundation.clock import system_clock
from foundation.identity.caller import ANY_BODY, SCOPES, Caller
from foundation.recording.outcomes import Recorded, Refused
from projections.operation_coverage.view import coverage
from returnwatch.commands.importing import OPERATOR
from returnwatch.commands.trying_findings import show_findings
from returnwatch.embedded import Embedded
from returnwatch.faults import NOT_VERIFIED, UserFaultError
from returnwatch.opening import data_directory
from returnwatch.progress import no_progress
from returnwatch.rendering import Format, render
from returnwatch.sample.case import sample_case, sample_removal
from returnwatch.sample.workbook import write_sample
from returnwatch.verifying import public_key, verify_directory
from services.return_operation.importing.frontex import read_workbook

FOLDER = Path("returnwatch-demo")
MARK = ".returnwatch-demo"
"""Only a folder with this file in it is ever replaced."""
SHOWN = ("reference", "type", "departed_on", "states", "destinations", "returnees", "escorts")
VOICES: frozenset[ActorRole] = frozenset({"authority", "carrier", "escort", "independent_monitor", "lawyer"})
TRY_NEXT = """
Try next (in this environment: . .venv/bin/activate)
  returnwatch view operation-coverage --by state --data-dir {folder}
  returnwatch view safeguard-findings --severity critical --data-dir {folder}
  returnwatch safeguards explain due-process.no-removal-while-remedy-pending
  returnwatch audit prove {event_id} --data-dir {folder}
  returnwatch import frontex YOUR.xlsx
  returnwatch up
"""


def add_to(app: typer.Typer) -> None:
    """Add the command `demo`."""
    app.command("demo")(demo)


def demo(folder: Annotated[Path, typer.Option(help="Folder for the demo's files.")] = FOLDER) -> None:
    """Import an invented workbook and one case; show who watched and what became of safeguards; verify."""
    _begin_anew(folder)
    with data_directory(folder, must_exist=False) as opened:
        _import_workbook(opened)
        event_id = _record_case(opened)
        opened.catch_up()
        _show(opened)
        show_findings(opened)
        _prove(opened, event_id)
    _verify(folder)
    _say(TRY_NEXT.format(folder=folder, event_id=event_id).rstrip())


def _begin_anew(folder: Path) -> None:
    if folder.exists() and not (folder / MARK).is_file():
        raise UserFaultError(f"{folder}: exists and is not of a demo; name another folder with --folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).touch()


def _import_workbook(opened: Embedded) -> None:
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / "operations.xlsx"
        write_sample(path)
        workbook = read_workbook(path)
    outcomes = list(opened.record_many(OPERATOR, workbook.submissions))
    recorded = sum(isinstance(outcome, Recorded) for outcome in outcomes)
    _say("1. A workbook of invented figures, one event for each of its rows")
    _say(f"   {workbook.totals['operations']} operations, {recorded} events recorded")
    for problem in workbook.problems:
        _say(f"   problem: {problem.sheet} row {problem.row}: {problem.what}")
    for difference in workbook.differences[:3]:
        _say(f"   the sheets differ on {difference.reference}: {difference.what}")


def _record_case(opened: Embedded) -> str:
    caller = Caller(OPERATOR.user, "independent_monitor", None, VOICES, SCOPES, "demo", frozenset({ANY_BODY}))
    case = (*sample_case(), *sample_removal())
    for outcome in opened.record_many(caller, case):
        if isinstance(outcome, Refused):
            raise UserFaultError(*(f"demo: {fault.pointer} {fault.what}" for fault in outcome.faults))
    opening = next(one for one in case if isinstance(one.event, ReturnCaseOpened))
    stored = (record for store in opened.stores.values() for record in store.read(0, 10_000))
    sealed = sum(b'"sealed":' in record.body for record in stored)
    _say("\n2. One case, told by an authority, an escort, a carrier, a lawyer and a monitor")
    _say(f"   {len(case)} records; {sealed} stored events have sealed fields; no name is in any file")
    return opening.statement.event_id


def _show(opened: Embedded) -> None:
    with opened.views.connect() as connection:
        totals = coverage(connection, "type").rows
        operations = coverage(connection, limit=1000).rows
    alone = [{name: row[name] for name in SHOWN} for row in operations if not row["monitored_any"]]
    _say("\n3. Who was watched?\n")
    _say(render(totals, Format.TABLE, "Operations by type"))
    _say(render(alone, Format.TABLE, "Operations that nobody monitored"))


def _prove(opened: Embedded, event_id: str) -> None:
    _say(f"6. Proof that {event_id} is in the log (a C2SP .tlog-proof)\n")
    _say(opened.trail.prove(event_id).rstrip())


def _verify(folder: Path) -> None:
    report = verify_directory(folder, public_key(folder / "keys", None), system_clock(), (), no_progress)
    _say("\n7. The whole log, computed again from the stored events")
    for fault in report.faults:
        _say(f"   {fault}")
    if not report.sound:
        raise typer.Exit(NOT_VERIFIED)
    _say(f"   verified: {report.events} events, {report.size} leaves, {report.checkpoints} checkpoints")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
