"""`returnwatch keys`: make and rotate the keys of sectors, and carry fences to a restored vault."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from foundation.erasure.fences import FenceListError, listed, replay
from foundation.vault.errors import VaultError
from foundation.vault.opening import SECTOR_KEYS
from foundation.vault.rotation import rotate as rotate_sector
from foundation.vault.rotation import rotate_document
from foundation.vault.sector_source import VARIABLE, given_keys
from foundation.vault.sectors import Sector, SectorKeysError, new_sector_keys
from foundation.vault.sql_engines import engine_of
from foundation.vault.sql_key_ending import SqlKeyEnding
from foundation.vault.sql_key_rows import SqlKeyRows
from foundation.vault.sql_key_wrapping import SqlKeyWrapping
from returnwatch.embedded import address
from returnwatch.faults import UserFaultError
from returnwatch.options import DEFAULT_DATA_DIR, DataDir
from returnwatch.progress import progress
from returnwatch.secret_output import secret_output

Vault = Annotated[
    str | None,
    typer.Option("--vault", help="Address of the key store; without it that of the data directory."),
]
Keys = Annotated[
    Path | None, typer.Option(help="Folder of key files; without it that of the data directory.")
]
Out = Annotated[
    Path | None,
    typer.Option(help="New file for the document of keys; without it standard output, not a terminal."),
]


def add_to(app: typer.Typer) -> None:
    """Add the command group `keys`."""
    group = typer.Typer(no_args_is_help=True, help="The keys behind personal data.")
    group.command("new")(new)
    for name, command in (("rotate", rotate), ("fences", fences), ("replay-fences", replay_fences)):
        group.command(name)(command)
    app.add_typer(group, name="keys")


def new(out: Out = None) -> None:
    """Make a first document of sector keys, for the environment or a key service to keep."""
    secret_output(out)(new_sector_keys())


def rotate(
    sector: Annotated[str, typer.Argument(help=f"One of: {', '.join(Sector)}.")],
    vault: Vault = None,
    keys: Keys = None,
    out: Out = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Give a sector a new key and wrap the keys of all subjects anew; no event changes.

    With --vault and keys from the environment it is run twice, and prints the document to keep each time.
    Older backups of the vault cannot be opened after that: make a new one.
    """
    if sector not in set(Sector):
        raise UserFaultError(f"SECTOR: write one of: {', '.join(Sector)}")
    if vault is not None and keys is None and _rotated_outside(Sector(sector), vault, out, data_dir):
        return
    if out is not None:
        raise UserFaultError(f"--out: is for keys from {VARIABLE} or its command; a key file is replaced")
    with _vault(vault, data_dir) as (wrapping, _), progress("wrapping keys anew", None) as advance:
        done = rotate_sector((keys or data_dir / "keys") / SECTOR_KEYS, wrapping, Sector(sector), advance)
    sys.stdout.write(f"sector {sector}: version {done.version} in use, {done.rows} keys wrapped anew\n")


def _rotated_outside(sector: Sector, vault: str, out: Path | None, data_dir: Path) -> bool:
    """Take one step of a rotation when the environment gives the keys; whether it does."""
    with _vault(vault, data_dir) as (wrapping, _), progress("wrapping keys anew", None) as advance:
        given = given_keys(os.environ)
        if given is None:
            return False
        keep = secret_output(out)
        document, done = rotate_document(given.document(), wrapping, sector, advance)
        keep(document)
    if done is None:
        said = "a new key is made and not in use; give this document to every process, then run this again"
    else:
        said = f"version {done.version} in use, {done.rows} keys wrapped anew; keep this document alone"
    sys.stderr.write(f"sector {sector}: {said}\n")
    return True


def fences(vault: Vault = None, data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Print the ended keys, a line of JSON each, to be kept apart from the backups of the vault."""
    with _vault(vault, data_dir) as (_, ending):
        for line in listed(ending):
            sys.stdout.write(f"{line}\n")


def replay_fences(
    file: Annotated[Path, typer.Argument(help="What `keys fences` printed.")],
    vault: Vault = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """End the keys of a list in a vault that was restored, before anything else is started."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        with _vault(vault, data_dir) as (_, ending):
            count = replay(lines, ending)
    except (OSError, UnicodeDecodeError) as error:
        raise UserFaultError(f"{file}: cannot be read ({type(error).__name__})") from None
    except FenceListError as error:
        raise UserFaultError(f"{file}: {error}") from None
    sys.stdout.write(f"{count} keys ended\n")


@contextmanager
def _vault(url: str | None, data_dir: Path) -> Iterator[tuple[SqlKeyWrapping, SqlKeyEnding]]:
    if url is None and not (data_dir / "vault.sqlite").is_file():
        raise UserFaultError(f"{data_dir}: holds no vault; name another data directory")
    try:
        engine = engine_of(url or address(data_dir, "vault"))
        rows = SqlKeyRows(engine)
        try:
            yield SqlKeyWrapping(engine), SqlKeyEnding(engine)
        finally:
            rows.close()
    except (VaultError, SectorKeysError, ValueError) as error:
        raise UserFaultError(str(error)) from None
