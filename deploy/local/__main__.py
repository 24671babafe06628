"""`python -m deploy.local start|stop|status|remove|fetch postgres|kafka [--run-dir DIR]`."""

import argparse
import os
import sys
from pathlib import Path

from deploy.local.kafka import LocalKafka, fetch_jars
from deploy.local.postgres import LocalPostgres
from deploy.local.processes import LocalServerError

RUN_DIR = Path(__file__).parents[2] / ".run"
_KINDS: dict[str, type[LocalPostgres | LocalKafka]] = {"postgres": LocalPostgres, "kafka": LocalKafka}


def main() -> int:
    """Do what the command line says; the address goes to standard output, faults to standard error."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument("action", choices=["start", "stop", "status", "remove", "fetch"])
    parser.add_argument("server", choices=_KINDS)
    parser.add_argument(
        "--run-dir", type=Path, default=RUN_DIR, help="where data, logs and settings are kept"
    )
    chosen = parser.parse_args()
    try:
        return _act(chosen.action, chosen.server, chosen.run_dir)
    except LocalServerError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1


def _act(action: str, name: str, run_dir: Path) -> int:
    given = os.environ.get(f"RETURNWATCH_{name.upper()}")
    if given and action in {"start", "status"}:
        sys.stdout.write(f"RETURNWATCH_{name.upper()} names a server, which is used instead\n")
        return 0
    server = _KINDS[name](run_dir / name)
    match action:
        case "start":
            server.start()
            sys.stdout.write(f"{server.address}\n")
        case "status":
            running = server.running
            sys.stdout.write(f"running at {server.address}\n" if running else "not running\n")
            return 0 if running else 3
        case "stop":
            server.stop()
        case "remove":
            server.remove()
        case _ if name == "kafka":
            fetch_jars()
        case _:
            raise LocalServerError(
                "PostgreSQL is installed, not fetched (Debian: apt-get install postgresql)"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
