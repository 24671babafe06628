"""A load generator over HTTP/1.1 in a process of its own, with one JSON job on its input.

It sends prepared requests over kept connections and reads only status and length, so that it takes little
of the machine. Without a rate every connection sends its next request at once; with one, requests start on
a timetable, and a latency counts from the time at which its request was due.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any


@dataclass(slots=True)
class Tally:
    """What came back."""

    latencies: list[float] = field(default_factory=list)
    """Seconds."""
    unexpected: int = 0
    first_unexpected: str = ""


@dataclass(slots=True)
class Job:
    """Where to send what, for how long, and which status is the right one."""

    port: int
    path: str
    token: str
    body: str
    """`{n}` in it becomes another 12-digit hexadecimal number in each request."""
    expected: int
    seconds: float
    connections: int
    rate: float | None = None
    first: int = 0
    """Where `{n}` begins, so that no two jobs send the same."""

    def request(self, number: int) -> bytes:
        """One request as it goes over the wire."""
        body = self.body.replace("{n}", f"{number:012x}").encode()
        return (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {self.token}\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body


def main() -> None:
    """Run the job on standard input, print the result as JSON."""
    job = Job(**json.load(sys.stdin))
    tally = Tally()
    begin = time.perf_counter()
    asyncio.run(_run(job, tally))
    print(json.dumps(summary(tally, time.perf_counter() - begin)))


def summary(tally: Tally, seconds: float) -> dict[str, Any]:
    """Rate and latencies (milliseconds)."""
    ordered = sorted(tally.latencies) or [0.0]
    return {
        "per_s": len(tally.latencies) / seconds,
        "p50_ms": ordered[len(ordered) // 2] * 1000,
        "p99_ms": ordered[int(len(ordered) * 0.99)] * 1000,
        "unexpected": tally.unexpected,
        "first_unexpected": tally.first_unexpected,
    }


async def _run(job: Job, tally: Tally) -> None:
    numbers = count(job.first)
    begin = time.perf_counter()
    dues = _timetable(job, begin)
    await asyncio.gather(
        *(_send(job, tally, numbers, dues, begin + job.seconds) for _ in range(job.connections))
    )


def _timetable(job: Job, begin: float) -> Iterator[float]:
    """When the next request is due; in the past when there is no rate."""
    return (begin + n / job.rate if job.rate else 0.0 for n in count())


async def _send(job: Job, tally: Tally, numbers: Iterator[int], dues: Iterator[float], end: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", job.port)
    while True:
        due = next(dues)
        now = time.perf_counter()
        if max(now, due) >= end:
            break
        if due > now:
            await asyncio.sleep(due - now)
        start = due or now
        writer.write(job.request(next(numbers)))
        status, body = await _answer(reader)
        tally.latencies.append(time.perf_counter() - start)
        if status != job.expected:
            tally.unexpected += 1
            tally.first_unexpected = tally.first_unexpected or f"{status} {body[:500].decode()}"
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
    return int(head[9:12]), await reader.readexactly(length)


if __name__ == "__main__":
    main()
