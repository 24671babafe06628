"""Recording over HTTP with sealing, beside the same without, in one run.

`python -m bench.sealing postgresql://user@host/database`: the server's user may create databases. Takes about
half a minute.
"""

import sys
import tempfile
from pathlib import Path

from bench.http_record import LOADS, ROUNDS, full_load, job_for, make_keys, service
from bench.rows import Row, table

UNSEALED = "bench.http_unsealed"
BOUND = 0.5
WORK = {
    "observation-filed": "record over HTTP, an account of a known case sealed",
    "return-case-opened": "the same, each with two keys to be made",
}


def run(dsn: str) -> list[Row]:
    """Measure both loads, alternating with and without; the best of a few rounds each."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder)
        token = make_keys(keys)
        for kind, (body, _, _) in LOADS.items():
            sealed = unsealed = 0.0
            for _ in range(ROUNDS):
                with service(dsn, keys) as port:
                    sealed = max(sealed, full_load(job_for(port, kind, body, token)))
                with service(dsn, keys, UNSEALED) as port:
                    unsealed = max(unsealed, full_load(job_for(port, kind, body, token)))
            rows.append(Row(WORK[kind], sealed, unsealed, "the same service, sealing nothing", BOUND))
    return rows


if __name__ == "__main__":
    print(table(run(sys.argv[1])))
