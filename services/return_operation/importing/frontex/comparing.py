"""Where the rows of one workbook disagree about an operation. Nothing is decided here: all rows are kept."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from services.return_operation.importing.frontex.report import Difference, DifferenceKind, SheetRead, Standing
from services.return_operation.importing.frontex.rows import SourceRow

Said = Callable[[SourceRow], str | None]


def differences(
    rows: Iterable[SourceRow], sheets: tuple[SheetRead, ...], dated_on: date
) -> Iterator[Difference]:
    """Every disagreement, operation by operation in the order in which the file names them."""
    by_operation: dict[str, list[SourceRow]] = defaultdict(list)
    for row in rows:
        by_operation[row.event.reference].append(row)
    read = tuple(dict.fromkeys(sheet.title for sheet in sheets if sheet.parts and sheet.rows))
    for reference, own in by_operation.items():
        yield from _values_differ(
            reference, own, "dates_differ", "has more than one date of departure", _departed
        )
        yield from _values_differ(reference, own, "types_differ", "has more than one type", _type)
        yield from _sets_differ(
            reference, own, "states_differ", "not the same states in every sheet", _states
        )
        yield from _sets_differ(
            reference,
            own,
            "destinations_differ",
            "not the same countries of return in every sheet",
            _destinations,
        )
        yield from _returnees_differ(reference, own)
        yield from _missing(reference, own, read)
        yield from _repeated(reference, own)
        yield from _too_late(reference, own, dated_on)


def returnees_of(rows: Iterable[SourceRow]) -> int:
    """Returnees of one operation: the figures by state where there are any, else those of the whole."""
    by_state, whole = _returnees(rows)
    return by_state if by_state is not None else whole or 0


def _returnees(rows: Iterable[SourceRow]) -> tuple[int | None, int | None]:
    counted = [row.event for row in rows if row.event.returnees is not None]
    by_state = [event.returnees or 0 for event in counted if event.participating_country]
    whole = [event.returnees or 0 for event in counted if not event.participating_country]
    return (sum(by_state) if by_state else None), (sum(whole) if whole else None)


def _departed(row: SourceRow) -> str | None:
    return row.event.departed_on.isoformat() if row.event.departed_on else None


def _type(row: SourceRow) -> str | None:
    return row.event.operation_type_as_given.casefold() if row.event.operation_type_as_given else None


def _states(row: SourceRow) -> tuple[str, ...]:
    return (row.event.participating_country,) if row.event.participating_country else ()


def _destinations(row: SourceRow) -> tuple[str, ...]:
    return row.event.countries_of_return or ()


def _values_differ(
    reference: str, rows: list[SourceRow], kind: DifferenceKind, what: str, said: Said
) -> Iterator[Difference]:
    stands = [(row, value) for row in rows if (value := said(row))]
    if len({value for _, value in stands}) > 1:
        places = tuple(Standing(row.sheet, row.number, value) for row, value in stands)
        yield Difference(kind, reference, what, places)


def _sets_differ(
    reference: str,
    rows: list[SourceRow],
    kind: DifferenceKind,
    what: str,
    said: Callable[[SourceRow], tuple[str, ...]],
) -> Iterator[Difference]:
    by_sheet: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if values := said(row):
            by_sheet[row.sheet].update(values)
    if len({frozenset(values) for values in by_sheet.values()}) > 1:
        places = (Standing(sheet, None, ", ".join(sorted(values))) for sheet, values in by_sheet.items())
        yield Difference(kind, reference, what, tuple(places))


def _returnees_differ(reference: str, rows: list[SourceRow]) -> Iterator[Difference]:
    by_state, whole = _returnees(rows)
    if by_state is not None and whole is not None and by_state != whole:
        stands = (
            Standing(row.sheet, row.number, str(row.event.returnees))
            for row in rows
            if row.event.returnees is not None
        )
        what = "has other returnees as a whole than by state; those by state are counted"
        yield Difference("returnees_differ", reference, what, tuple(stands))


def _missing(reference: str, rows: list[SourceRow], read: tuple[str, ...]) -> Iterator[Difference]:
    named_in = {row.sheet for row in rows}
    absent = [title for title in read if title not in named_in]
    if absent:
        stands = [Standing(row.sheet, row.number, "named") for row in rows]
        stands += [Standing(title, None, None) for title in absent]
        yield Difference("missing_in_sheet", reference, "is not named in every sheet", tuple(stands))


def _repeated(reference: str, rows: list[SourceRow]) -> Iterator[Difference]:
    alike: dict[tuple[str, str], list[SourceRow]] = defaultdict(list)
    alone: dict[str, list[SourceRow]] = defaultdict(list)
    for row in rows:
        content = row.event.model_dump_json(exclude={"source_row"})
        alike[(" ".join(row.parts), content)].append(row)
        if "operations" in row.parts:
            alone[row.sheet].append(row)
    for group in alike.values():
        if len(group) > 1:
            yield Difference("repeated_row", reference, "stands in rows that say the same", _named(group))
    for group in alone.values():
        if len(group) > 1:
            what = "stands more than once where each operation has one row"
            yield Difference("repeated_operation", reference, what, _named(group))


def _too_late(reference: str, rows: list[SourceRow], dated_on: date) -> Iterator[Difference]:
    late = [row for row in rows if row.event.departed_on and row.event.departed_on > dated_on]
    if late:
        stands = tuple(Standing(row.sheet, row.number, _departed(row)) for row in late)
        yield Difference("departed_after_document", reference, "left after the date of the document", stands)


def _named(rows: list[SourceRow]) -> tuple[Standing, ...]:
    return tuple(Standing(row.sheet, row.number, "named") for row in rows)
