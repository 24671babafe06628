"""`python -m deploy.local start|stop|status|remove postgres|kafka [--run-dir DIR]`."""

import argparse
import sys
from pathlib import Path

from deploy.local.kafka import LocalKafka
from deploy.local.postgres import LocalPostgres
from deploy.local.processes import LocalServerError

RUN_DIR = Path(__file__).parents[2] / ".run"


def main() -> int:
    """Do what the command line says; the address goes to standard output, faults to standard error."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument("action", choices=["start", "stop", "status", "remove"])
    parser.add_argument("server", choices=["postgres", "kafka"])
    parser.add_argument(
        "--run-dir", type=Path, default=RUN_DIR, help="where data, logs and settings are kept"
    )
    chosen = parser.parse_args()
    kind = LocalPostgres if chosen.server == "postgres" else LocalKafka
    server = kind(chosen.run_dir / chosen.server)
    try:
        return _act(server, chosen.action)
    except LocalServerError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1


def _act(server: LocalPostgres | LocalKafka, action: str) -> int:
    if action == "status":
        running = server.running
        sys.stdout.write(f"running at {server.address}\n" if running else "not running\n")
        return 0 if running else 3
    if action == "start":
        server.start()
        sys.stdout.write(f"{server.address}\n")
    elif action == "stop":
        server.stop()
    else:
        server.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main())
