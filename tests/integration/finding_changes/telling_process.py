"""Takes in the records of some scenarios and tells every change of their findings, in a process to be killed.

Usage: python -m tests.integration.finding_changes.telling_process FOLDER
"""

import sys
from pathlib import Path

from tests.change_streams import PAST_ALL_LIMITS, change_stream, deliver
from tests.view_records import SCENARIOS, records_of

NAMES = tuple(
    path.relative_to(SCENARIOS).with_suffix("").as_posix()
    for area in ("refoulement",)
    for path in sorted((SCENARIOS / area).glob("*.yaml"))
)
PAGE = 7
STEP = 5


def tell_all(folder: Path) -> None:
    """Go on where the last process was killed, up to the end."""
    records = sorted(records_of(*NAMES), key=lambda record: (record.recorded_at, record.id))
    with change_stream(folder) as (stream, _):
        runner = stream.runner()
        for start in range(runner.next_place("pre_return") - 1, len(records), PAGE):
            page = records[start : start + PAGE]
            deliver(runner, page, start + 1)
            following = records[min(start + PAGE, len(records) - 1)].recorded_at
            known = [record.recorded_at for record in page if record.recorded_at < following]
            if known:
                stream.tell(max(known), STEP)
        stream.tell(PAST_ALL_LIMITS, STEP)


if __name__ == "__main__":
    tell_all(Path(sys.argv[1]))
