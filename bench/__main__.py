"""`make bench`: every bench against servers of its own, as one table with ratios to raw baselines.

Usage: python -m bench [NAME…], with names of the modules in this folder.
"""

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import (
    access,
    append,
    changes,
    http_record,
    import_figures,
    log,
    pages,
    rebuild,
    relay,
    sealing,
    vault,
    views,
)
from bench.rows import Row, table
from deploy.local.kafka import LocalKafka
from deploy.local.postgres import LocalPostgres

BENCHES: dict[str, Callable[[str, str], list[Row]]] = {
    "access": lambda _postgres, _kafka: access.run(),
    "append": lambda postgres, _: append.run(postgres),
    "http_record": lambda postgres, _: http_record.run(postgres),
    "import_figures": lambda postgres, _: import_figures.run(postgres),
    "relay": relay.run,
    "rebuild": lambda postgres, _: rebuild.run(postgres),
    "log": lambda postgres, _: log.run(postgres),
    "sealing": lambda postgres, _: sealing.run(postgres),
    "vault": lambda postgres, _: vault.run(postgres),
    "views": lambda postgres, _: views.run(postgres),
    "pages": lambda _postgres, _kafka: pages.run(),
    "changes": lambda _postgres, _kafka: changes.run(),
}


def main(names: list[str]) -> int:
    """Run the named benches, or all; exit status 2 for an unknown name."""
    unknown = sorted(set(names) - set(BENCHES))
    if unknown:
        sys.stderr.write(f"no such bench: {', '.join(unknown)}; there are: {', '.join(BENCHES)}\n")
        return 2
    sys.stdout.write(f"{machine()}\n\n")
    with tempfile.TemporaryDirectory(prefix="returnwatch-bench-") as folder:
        postgres, kafka = LocalPostgres(Path(folder) / "postgres"), LocalKafka(Path(folder) / "kafka")
        rows: list[Row] = []
        try:
            postgres.start()
            kafka.start()
            for name in names or BENCHES:
                sys.stderr.write(f"{name} …\n")
                rows += BENCHES[name](postgres.address, kafka.address)
        finally:
            postgres.remove()
            kafka.remove()
    sys.stdout.write(table(rows) + "\n")
    return 0


def machine() -> str:
    """What this ran on, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, {platform.system()}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
