"""Refuses a file before any of it is unpacked: of another kind, too large, or made to do harm.

A workbook is a ZIP archive (ECMA-376, part 2). The sizes that the archive declares can be relied on,
because unpacking stops at them.
"""

import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipInfo

from services.return_operation.importing.frontex.report import BadWorkbookError

MIB = 2**20
MAX_FILE = 64 * MIB
MAX_ENTRIES = 4096
MAX_UNPACKED = 512 * MIB
MAX_RATIO = 200
RATIO_MATTERS_FROM = 8 * MIB
MAX_WHOLE_PART = 16 * MIB
"""Parts other than sheets are held in memory as a whole."""
MAX_SHARED_STRINGS = 96 * MIB

OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a compound file: a workbook of before 2007, or one that is encrypted."""


def read_bytes(path: Path) -> bytes:
    """The bytes of the file, at most 64 MiB; they are hashed and read from this one copy."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadWorkbookError(f"{path}: is not a file; name an .xlsx workbook")
        with path.open("rb") as file:
            content = file.read(MAX_FILE + 1)
    except FileNotFoundError:
        raise BadWorkbookError(f"{path}: there is no such file; check the name") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not usable"
        raise BadWorkbookError(
            f"{path}: cannot be opened ({reason}); check the name and the rights"
        ) from None
    if len(content) > MAX_FILE:
        raise BadWorkbookError(f"{path}: is larger than 64 MiB; save it without pictures or split it")
    return content


def check_archive(path: Path, content: bytes) -> None:
    """Raise `BadWorkbookError` with a line for every reason not to unpack the file."""
    if not content:
        raise BadWorkbookError(f"{path}: is empty; fetch it again")
    if content.startswith(OLD_FORMAT):
        raise BadWorkbookError(
            f"{path}: is encrypted or in the format of before 2007; save it as .xlsx without a password"
        )
    if not content.startswith(b"PK"):
        raise BadWorkbookError(f"{path}: is not a workbook; save it as .xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        raise BadWorkbookError(f"{path}: is cut off or damaged; fetch it again") from None
    faults = dict.fromkeys(_faults(entries))
    if faults:
        raise BadWorkbookError(*(f"{path}: {fault}" for fault in faults))


def _faults(entries: list[ZipInfo]) -> Iterator[str]:
    if len(entries) > MAX_ENTRIES:
        yield f"holds more than {MAX_ENTRIES} parts; a workbook of this kind has far fewer"
        return
    if len({entry.filename for entry in entries}) < len(entries):
        yield "holds two parts of one name; save it again in a spreadsheet program"
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        yield "unpacks to more than 512 MiB; it may be made to exhaust memory, so it was not opened"
    if "xl/workbook.xml" not in {entry.filename.lstrip("/").lower() for entry in entries}:
        yield "is an archive but not an .xlsx workbook; save it as .xlsx"
    for entry in entries:
        yield from _part_faults(entry)


def _part_faults(part: ZipInfo) -> Iterator[str]:
    name = part.filename
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        yield "holds a part whose name leads outside the archive; save the workbook again"
    if part.flag_bits & 0x1:
        yield "is encrypted; save it without a password"
    if part.file_size > RATIO_MATTERS_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1):
        yield "holds a part packed more than 200 times, as if to exhaust memory; save the workbook again"
    folded = name.lower()
    sheet = folded.startswith("xl/worksheets/")
    limit = MAX_SHARED_STRINGS if folded.endswith("sharedstrings.xml") else MAX_WHOLE_PART
    if not sheet and folded.endswith((".xml", ".rels")) and part.file_size > limit:
        yield f"holds texts or styles of more than {limit // MIB} MiB; save the figures as a new workbook"
