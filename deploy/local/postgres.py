"""A PostgreSQL server from the installed binaries, with durability as in production.

It listens on 127.0.0.1 alone and asks for a random password, so that other users of the machine stay out.
PostgreSQL refuses to run as root: then it runs as the user `postgres` that its package creates.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from deploy.local import state
from deploy.local.ports import answers, free_port, is_free
from deploy.local.processes import LocalServerError, is_running, kill_with_children, run, wait_until

_SERVICE_USER = "postgres"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "200",
} | (
    # After a kill everything is synced before it is replayed: in one call, not in one for each of the
    # thousands of files that a hundred databases have.
    {"recovery_init_sync_method": "syncfs"} if sys.platform == "linux" else {}
)


class LocalPostgres:
    """One server in one folder. It keeps its data, its port and its password from one start to the next."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._state = self._folder / "server.json"

    @property
    def address(self) -> str:
        """The server as a URL without database: `postgresql://postgres:…@127.0.0.1:PORT`."""
        known = self._known()
        return f"postgresql://{_SERVICE_USER}:{known['password']}@127.0.0.1:{known['port']}"

    @property
    def data(self) -> Path:
        """The folder of its files."""
        return Path(self._known()["home"]) / "data"

    @property
    def running(self) -> bool:
        """Whether the server process is alive and accepts connections."""
        return self.pid is not None and answers(int(self._known()["port"]))

    def start(self) -> None:
        """Start the server and wait until it answers; nothing happens when it already does."""
        if self.running:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        known = state.load(self._state)
        if not Path(known.get("home", ""), "data", "PG_VERSION").exists():
            known = self._create()
        # Right after a kill the dying processes still hold the shared memory, and at times the port.
        if self.pid is None and not wait_until(lambda: is_free(int(known["port"])), 5):
            known["port"] = str(free_port())
        state.save(self._state, known)
        self._launch(known)

    def stop(self) -> None:
        """Stop the server after it has closed its connections; nothing happens when it is not running."""
        self._end("fast")

    def kill(self) -> None:
        """End every process of the server at once, as a power cut would."""
        pid = self.pid
        if pid is None:
            return
        kill_with_children(pid)
        # The next start would take the dead process for a living one until somebody has waited for it.
        Path(self._known()["home"], "data", "postmaster.pid").unlink(missing_ok=True)

    def restart(self) -> None:
        """Start again on the same data and port, after a stop or a kill."""
        self.stop()
        self.start()

    def remove(self) -> None:
        """End the server at once, since nothing of its data is kept, and delete them."""
        self._end("immediate")
        home = state.load(self._state).get("home")
        if home:
            shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self, mode: str) -> None:
        if self.pid is not None:
            home = Path(self._known()["home"])
            command: list[str | Path] = [_binary("pg_ctl"), "-D", home / "data", "-m", mode, "-w", "stop"]
            _as_owner(command, home, "stopping PostgreSQL")

    def _known(self) -> dict[str, str]:
        known = state.load(self._state)
        if not known:
            raise LocalServerError(f"PostgreSQL was never started in {self._folder}")
        return known

    @property
    def pid(self) -> int | None:
        """Process id of the postmaster while it lives."""
        home = state.load(self._state).get("home", "")
        data = Path(home, "data")
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int((data / "postmaster.pid").read_text().split()[0])
            return pid if is_running(pid, str(data)) else None
        return None

    def _create(self) -> dict[str, str]:
        home, password = _home(self._folder), secrets.token_urlsafe(18)
        secret = home / "password"
        secret.touch(0o600)
        secret.write_text(password)
        _give(secret)
        command: list[str | Path] = [
            _binary("initdb"),
            "-D",
            home / "data",
            "-U",
            _SERVICE_USER,
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        _as_owner(
            [*command, "-A", "scram-sha-256", f"--pwfile={secret}"], home, "creating a PostgreSQL cluster"
        )
        secret.unlink()
        return {"home": str(home), "port": str(free_port()), "password": password}

    def _launch(self, known: dict[str, str]) -> None:
        home = Path(known["home"])
        options = " ".join(
            f"-c {name}='{value}'" for name, value in (_SETTINGS | {"port": known["port"]}).items()
        )
        command: list[str | Path] = [
            _binary("pg_ctl"),
            "-D",
            home / "data",
            "-w",
            "-t",
            "180",
            "-l",
            home / "log",
            "-o",
            options,
            "start",
        ]
        faults: list[LocalServerError] = []

        def started() -> bool:
            try:
                _as_owner(command, home, "starting PostgreSQL")
            except LocalServerError as fault:
                faults.append(fault)
                return False
            return True

        if not wait_until(started, 10):
            raise faults[-1]


def find_binaries() -> Path | None:
    """The folder with `initdb` and `pg_ctl`: the newest of Debian's, else those on the search path."""
    debian = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()]
    if debian:
        return max(debian, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _binary(name: str) -> Path:
    folder = find_binaries()
    if folder is None:
        raise LocalServerError(
            "PostgreSQL is not installed: install it (Debian: apt-get install postgresql) "
            "or name a server in RETURNWATCH_POSTGRES"
        )
    return folder / name


def _as_owner(command: Sequence[str | Path], home: Path, purpose: str) -> None:
    prefix: list[str | Path] = ["runuser", "-u", _SERVICE_USER, "--"] if os.geteuid() == 0 else []
    run([*prefix, *command], home, purpose)


def _give(path: Path) -> None:
    if os.geteuid() != 0:
        return
    try:
        owner = pwd.getpwnam(_SERVICE_USER)
    except KeyError as fault:
        raise LocalServerError(
            "PostgreSQL does not run as root and there is no user 'postgres': start this as an ordinary user"
        ) from fault
    os.chown(path, owner.pw_uid, owner.pw_gid)


def _home(folder: Path) -> Path:
    """A folder that the server's user can enter; a checkout below a private folder is none."""
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        raise LocalServerError(
            "PostgreSQL does not run as root, and runuser (Debian: util-linux) is not installed"
        )
    for home in _homes(folder):
        _give(home)
        with contextlib.suppress(LocalServerError):
            _as_owner(["test", "-w", home], Path("/"), "looking at the folder")
            return home
        home.rmdir()
    raise LocalServerError(f"the user '{_SERVICE_USER}' can enter neither {folder} nor the temporary folders")


def _homes(folder: Path) -> Iterator[Path]:
    """New folders, made one after the other as they are asked for."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(mode=0o700)
    yield home
    yield Path(tempfile.mkdtemp(prefix="returnwatch-postgres-"))
    yield Path(tempfile.mkdtemp(prefix="returnwatch-postgres-", dir="/var/tmp"))
