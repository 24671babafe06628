"""An installation: the commands of docker-compose.yml as processes, against real servers on loopback."""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
import yaml
from kafka import KafkaConsumer, TopicPartition

from deploy.databases import DATABASES
from deploy.local.ports import free_port
from events.base import SERVICES, kebab
from events.codes.common import ActorRole
from services.return_operation.importing.frontex import AGENCY
from tests.asking import is_well
from tests.installations import remove_installation
from tests.servers import ROOT, KafkaServer, PostgresServer

IMAGE = "returnwatch"
PATIENCE = 200.0
"""Seconds: the machine that runs the tests may be busy."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One service of the compose file that runs our image."""

    name: str
    command: list[str]
    environment: dict[str, str]
    restarts: bool
    """Whether it is started again when it ends by itself."""


def declared() -> dict[str, Declared]:
    """The services of the compose file that run our image, in its order."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    found = {}
    for name, service in compose["services"].items():
        if service["image"] == IMAGE:
            command = service["command"]
            found[name] = Declared(
                name,
                command if isinstance(command, list) else shlex.split(command),
                {key: str(value) for key, value in service["environment"].items()},
                service["restart"] != "no",
            )
    return found


class Installation:
    """Processes by the names of the compose file, with their servers, databases, keys and logs."""

    def __init__(self, folder: Path, postgres: PostgresServer, kafka: KafkaServer) -> None:
        self.folder, self.postgres, self.kafka = folder, postgres, kafka
        self.keys = folder / "keys"
        self._declared = declared()
        self._ports = {name: free_port() for name in self._declared}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._refuse_a_used_server()

    @property
    def service_url(self) -> str:
        """Where records of return operations are taken."""
        return self._url("return-operation")

    def url_of(self, service: str) -> str:
        """Where a service takes records."""
        return self._url(kebab(service))

    @property
    def query_url(self) -> str:
        """Where views and log are read."""
        return self._url("query")

    def once(self, name: str) -> str:
        """Run a service that ends, and return what it printed."""
        done = self._run(self._argv(name), self._environment(name))
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, name: str) -> None:
        """Start a service, without waiting for it."""
        assert name not in self._running, f"{name} runs already"
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                self._argv(name), env=self._environment(name), cwd=ROOT, stdout=log, stderr=log
            )

    def start_ready(self, *names: str) -> None:
        """Start services, every one that does not end unless some are named, and wait until they answer."""
        for name in names or self.lasting():
            self.start(name)
        self.wait_until_ready()

    def lasting(self) -> list[str]:
        """The services that go on until they are stopped."""
        return [name for name, service in self._declared.items() if service.restarts]

    def kill(self, name: str) -> None:
        """SIGKILL."""
        process = self._running.pop(name)
        process.kill()
        process.wait()

    def tend(self) -> None:
        """Start again what ended by itself, as the compose file says."""
        for name, process in list(self._running.items()):
            if process.poll() is not None:
                del self._running[name]
                self.start(name)

    def stop(self, name: str) -> int:
        """SIGTERM; the exit code."""
        process = self._running.pop(name)
        process.send_signal(signal.SIGTERM)
        return process.wait(60)

    def wait_until_ready(self) -> None:
        """Wait until everything that runs and answers over HTTP does so."""
        ready = {kebab(service): "/health/ready" for service in SERVICES} | {"query": "/health"}
        for name in ready.keys() & self._running.keys():
            url = self._url(name) + ready[name]
            self.wait_for(lambda url=url: is_well(url))  # type: ignore[misc]  # one lambda per address

    def wait_for(self, condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait, and keep what ended by itself running meanwhile."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.report()
            self.tend()
            time.sleep(0.2)  # to look costs the processor time that what is waited for needs

    def command(self, *arguments: str | Path, **environment: str) -> str:
        """Standard output of a `returnwatch` command that has to succeed."""
        done = self._run([*program(), *map(str, arguments)], dict(os.environ) | environment)
        assert done.returncode == 0, f"{arguments[:2]}: {done.stderr}\n{self.report()}"
        return done.stdout

    def token(self, role: ActorRole = "authority") -> str:
        """A bearer token: an authority may record published figures, a monitor may read everything open."""
        return self.command("token", "--role", role, "--transcribes", AGENCY, "--keys", self.keys).strip()

    def report(self) -> str:
        """The end of every log."""
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"== {log.stem}\n{log.read_text(errors='replace')[-1500:]}" for log in logs)

    def close(self) -> None:
        """Kill what runs and remove databases and topics."""
        for name in list(self._running):
            self.kill(name)
        self.postgres.heal()
        self.kafka.heal()
        remove_installation(self.postgres, self.kafka)

    def _url(self, name: str) -> str:
        return f"http://127.0.0.1:{self._ports[name]}"

    def _argv(self, name: str) -> list[str]:
        command = self._declared[name].command
        assert command[0] == "returnwatch", f"{name} runs {command[0]}"
        return [*program(), *command[1:]]

    def servers(self) -> dict[str, str]:
        """The environment that names the servers and keys of this installation."""
        return {
            "RETURNWATCH_POSTGRES": self.postgres.url,
            "RETURNWATCH_KAFKA": self.kafka.bootstrap,
            "RETURNWATCH_KEYS": str(self.keys),
            "RETURNWATCH_ATTACHMENTS": (self.folder / "attachments").as_uri(),
        }

    def _environment(self, name: str) -> dict[str, str]:
        """What the compose file sets, with the addresses of this machine; anything new fails here."""
        here = self.servers() | {"RETURNWATCH_LISTEN": f"127.0.0.1:{self._ports[name]}"}
        own = {key: here.get(key) or _plain(value) for key, value in self._declared[name].environment.items()}
        return {key: value for key, value in os.environ.items() if not key.startswith("RETURNWATCH_")} | own

    def _run(self, argv: list[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            argv, env=dict(environment), cwd=ROOT, capture_output=True, text=True, check=False
        )

    def _refuse_a_used_server(self) -> None:
        with psycopg.connect(self.postgres.dsn()) as connection:
            held = connection.execute(
                "SELECT datname FROM pg_database WHERE datname = ANY(%s)", (list(DATABASES),)
            ).fetchall()
        assert not held, "the PostgreSQL server holds an installation, which these tests would destroy"


def program() -> list[str]:
    """The console script beside this Python, else the module it would call."""
    script = Path(sys.executable).with_name("returnwatch")
    return [str(script)] if script.exists() else [sys.executable, "-m", "returnwatch.main"]


def topic_ends(bootstrap: str, topics: Iterable[str]) -> dict[str, int]:
    """The last offset of each partition that holds anything, by the name the runner gives it."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap)
    try:
        places = [
            TopicPartition(name, number)
            for name in topics
            for number in consumer.partitions_for_topic(name) or ()
        ]
        ends = consumer.end_offsets(places)
    finally:
        consumer.close()
    return {f"{place.topic}/{place.partition}": end - 1 for place, end in ends.items() if end}


def _plain(value: str) -> str:
    """A compose value with `${NAME:-default}` replaced by its default."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)
