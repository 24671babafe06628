"""Files that cannot be read as a whole are refused with a line per fault, before anything is recorded."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from returnwatch.sample.packing import workbook_bytes
from services.return_operation.importing.frontex import BadWorkbookError, read_workbook
from services.return_operation.importing.frontex.archive import MAX_ENTRIES, MIB
from tests.workbooks import (
    A_ROW,
    DATED,
    DEPARTED,
    RETURNEES_HEADER,
    SHEET,
    in_sheet,
    repacked,
    with_part,
    without_date,
    written,
)

GOOD = workbook_bytes({"TCNs": (RETURNEES_HEADER, A_ROW)}, dated=DATED)
DOCTYPE = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet'
OUTSIDE = b'<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet'


def encrypted(content: bytes) -> bytes:
    """The archive with the flag of every entry set in the central directory."""
    parts = content.split(b"PK\x01\x02")
    return b"PK\x01\x02".join([parts[0], *(part[:4] + bytes([part[4] | 1]) + part[5:] for part in parts[1:])])


SPECIMENS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "is empty"),
    "text": (lambda _: b"date;type\n2024-01-01;NRO\n", "is not a workbook"),
    "truncated": (lambda content: content[: len(content) // 2], "cut off or damaged"),
    "truncated at the end": (lambda content: content[:-1], "cut off or damaged"),
    "overwritten within": (lambda content: content[:40] + b"\0" * 400 + content[440:], "cannot be read"),
    "old or encrypted": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "without a password"),
    "flagged as encrypted": (encrypted, "is encrypted"),
    "no workbook inside": (
        lambda content: repacked(content, lambda name, part: None if name == "xl/workbook.xml" else part),
        "is an archive but not an .xlsx workbook",
    ),
    "sheet missing": (
        lambda content: repacked(content, lambda name, part: None if name == SHEET else part),
        "no sheets",
    ),
    "bomb": (lambda content: with_part(content, "xl/media/a.png", b"\0" * (32 * MIB)), "more than 200 times"),
    "large texts": (
        lambda content: with_part(content, "xl/theme/big.xml", os.urandom(17 * MIB)),
        "more than 16 MiB",
    ),
    "name that leads outside": (lambda content: with_part(content, "../../x.xml", b""), "leads outside"),
    "expanding entities": (lambda content: in_sheet(content, b"<worksheet", DOCTYPE), "cannot be read"),
    "entity from a file": (lambda content: in_sheet(content, b"<worksheet", OUTSIDE), "cannot be read"),
    "rows out of order": (lambda content: in_sheet(content, b'row r="2"', b'row r="1"'), "rows out of order"),
    "row beyond the sheet": (
        lambda content: in_sheet(content, b'row r="2"', b'row r="99999999"'),
        "rows out of order",
    ),
    "number that is none": (lambda content: in_sheet(content, b"<v>28</v>", b"<v>NaN</v>"), "'TCNs'"),
    "text that is not there": (lambda content: in_sheet(content, b'"n"><v>28', b'"s"><v>28'), "'TCNs'"),
    "endless row": (
        lambda content: in_sheet(content, b"<v>28</v>", b"<v>28</v><x>" + os.urandom(5 * MIB).hex().encode()),
        "row of more than 8 MiB",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", SPECIMENS)
def test_a_bad_file_is_refused_in_one_line_that_names_it(tmp_path: Path, fault: str) -> None:
    spoil, said = SPECIMENS[fault]
    path = tmp_path / "book.xlsx"
    path.write_bytes(spoil(GOOD))
    with pytest.raises(BadWorkbookError) as refusal:
        read_workbook(path)
    assert all(line.startswith(f"{path}: ") and "\n" not in line for line in refusal.value.faults)
    assert said in str(refusal.value)


def test_the_file_that_the_specimens_spoil_is_good(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(GOOD)
    assert len(read_workbook(path).submissions) == 1


def test_a_file_that_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "none.xlsx", tmp_path, tmp_path / "pipe", Path("a\0b")):
        with pytest.raises(BadWorkbookError):
            read_workbook(path)


def test_an_archive_of_many_parts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(GOOD)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(MAX_ENTRIES):
            archive.writestr(f"xl/{number}.txt", b"")
    with pytest.raises(BadWorkbookError, match="parts"):
        read_workbook(path)


def test_a_workbook_without_the_needed_headers_names_every_sheet(tmp_path: Path) -> None:
    path = written(tmp_path / "book.xlsx", {"A": (("Name", "Price"),), "B": ((1, 2),), "C": ()})
    with pytest.raises(BadWorkbookError) as refusal:
        read_workbook(path)
    assert [line.split("'")[1] for line in refusal.value.faults] == ["A", "B", "C"]


def test_a_workbook_without_any_date_asks_for_one(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(without_date(workbook_bytes({"S": (("RO", "TCNs"), ("RO-90001", 5))}, dated=DATED)))
    with pytest.raises(BadWorkbookError, match="bears no date"):
        read_workbook(path)
    assert read_workbook(path, document_date=DATED).document.dated_by == "given"


def test_a_document_is_dated_by_who_imports_it_else_by_itself_else_by_the_latest_departure(
    tmp_path: Path,
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(GOOD)
    assert read_workbook(path).document.dated_on == DATED
    assert read_workbook(path, document_date=DEPARTED).document.dated_on == DEPARTED
    path.write_bytes(without_date(GOOD))
    document = read_workbook(path).document
    assert (document.dated_on, document.dated_by) == (DEPARTED, "latest_departure")
