"""A workbook that opens in Excel and LibreOffice and is read by screen readers: one titled, marked-up table a sheet.

It follows what the United Kingdom's Government Analysis Function asks of spreadsheets: the title in A1, words of
explanation above the table and none beside it, one header row with unique names, no merged cell, no empty cell.
XlsxWriter writes it. gptables, which follows the same guidance on top of XlsxWriter, says its own sentences in English
alone and leaves formulas in data to run.

Text is written as text, whatever it begins with; only an address of the web in a column of addresses is a link.
"""

import io
import math
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from carsi_analysis.blocks import Value
from carsi_analysis.export.characters import without_controls
from carsi_analysis.export.csv_text import FORMULA_STARTS
from carsi_analysis.extras import needs
from carsi_analysis.house.tokens import LIGHT
from carsi_analysis.words import Words, languages, words_of

GAP, NOT_APPLICABLE = "[x]", "[z]"
"""What stands in a cell without a value, as the guidance abbreviates it."""

MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT, LONGEST_NAME, LONGEST_ADDRESS = 1_048_576, 16_384, 32_767, 31, 2_079
"""What Excel holds: rows and columns of a sheet, characters of a cell, of a sheet's name and of a link."""

_EXACT_DIGITS = 15
_MOST_LINES_MORE = 20  # the title, the header, and what is said of gaps and of what is cut
_EARLIEST = date(1900, 3, 1)  # Excel counts a 29 February 1900
_LINE = 110
_BESIDE_NUMBERS = {"align": "left", "indent": 1}  # or text would touch the numbers of the column before it
_WIDEST, _NARROWEST = 60, 11
_FACE = {"font_name": "Arial", "font_size": 12, "font_scheme": ""}  # no typeface of the reader's theme instead
_LINE_HEIGHT, _TITLE_HEIGHT, _HIGHEST = 16, 24, 409  # points; Excel's own measure of a row is 409 at most


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        header: its name with its unit; no two of a table may be the same.
        years: its numbers are years, which take no separators.
        leads: its text leads to the web, or is the name of another sheet.
        gap: what stands where it has no value.
    """

    header: str
    years: bool = False
    leads: Literal["", "web", "sheet"] = ""
    gap: str = GAP


@dataclass(frozen=True)
class Lead:
    """A line that leads to another sheet."""

    text: str
    sheet: str


@dataclass(frozen=True)
class Sheet:
    """A sheet: its title, lines of text, and a table below them unless it has no columns; gaps explain themselves.

    Attributes:
        name: as ``sheet_name`` makes it.
        whole: where the whole table stands if it is too long for Excel.
    """

    name: str
    title: str
    language: str
    lines: tuple[str | Lead, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: Sequence[Sequence[Value | date]] = ()
    whole: str = ""


def words_for(language: str) -> Words:
    """Give the words of a workbook in a language; English where there are none."""
    return words_of(language if language in languages() else "en").part("workbook")


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """Give a name that Excel allows and no other sheet has."""
    plain = re.sub(r"[\[\]:*?/\\\s]+", "-", without_controls(wanted)).strip("'-")
    among = {name.casefold() for name in taken} | {"", "history"}
    tries = ["", *(f"-{number}" for number in range(2, len(among) + 3))]
    return next(name for end in tries if (name := _cut(plain, LONGEST_NAME - len(end)) + end).casefold() not in among)


def unique_headers(wanted: Sequence[tuple[str, str]]) -> list[str]:
    """Write headers, each once: one that is there twice gets its other name in brackets, and then a number."""
    titles = [title.casefold() for title, _ in wanted]
    found: list[str] = []
    for title, name in wanted:
        header = _cut(title if titles.count(title.casefold()) == 1 else f"{title} [{name}]", 240) or "–"
        taken = {one.casefold() for one in found}
        ends = ["", *(f" {number}" for number in range(2, len(found) + 2))]
        found.append(next(header + end for end in ends if (header + end).casefold() not in taken))
    return found


def write_workbook(sheets: Sequence[Sheet], title: str, author: str, created: date) -> tuple[bytes, list[str]]:
    """Write a workbook; the same sheets give the same bytes.

    Args:
        created: the day that the file names; never the clock.

    Returns:
        The file, and what of the sheets Excel cannot hold, a line each, which the sheets say, too.

    Raises:
        CarsiError: XlsxWriter is not installed.
    """
    xlsxwriter = needs("xlsxwriter", "a workbook is written by XlsxWriter")
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(written, {**options, "default_format_properties": {**_FACE}})
    day = datetime(created.year, created.month, created.day)
    book.set_properties({"title": title, "author": author, "created": day})
    looks, cut = _Looks(book), []
    for sheet in sheets:
        fitting, told = _fitting(sheet)
        cut += [f"{sheet.name}: {line}" for line in told]
        _write_sheet(book.add_worksheet(sheet.name), fitting, looks)
    book.close()
    return written.getvalue(), cut


# What Excel holds


def _fitting(sheet: Sheet, most_rows: int = MOST_ROWS) -> tuple[Sheet, list[str]]:
    """Leave out what Excel cannot hold; give the sheet, which tells that and its gaps, and what is cut in English."""
    if not sheet.columns:
        return sheet, []
    held = most_rows - len(_lines(sheet)) - _MOST_LINES_MORE
    rows = [[_held(value) for value in row[:MOST_COLUMNS]] for row in sheet.rows[:held]]
    missing = {
        "rows_cut": len(sheet.rows) - len(rows),
        "columns_cut": max(0, len(sheet.columns) - MOST_COLUMNS),
        "texts_cut": sum(_is_too_long(value) for row in sheet.rows for value in row),
    }
    told = [(key, {"count": count, "whole": sheet.whole or "–"}) for key, count in missing.items() if count]
    words = words_for(sheet.language)
    gaps = {
        column.gap for place, column in enumerate(sheet.columns) if not rows or any(row[place] is None for row in rows)
    }
    lines = [line for line in sheet.lines if isinstance(line, str)]
    lines += [words(key) for key, gap in {"gap": GAP, "reserves_nothing": NOT_APPLICABLE}.items() if gap in gaps]
    lines += [words(key, **facts) for key, facts in told]
    leads = [line for line in sheet.lines if isinstance(line, Lead)]
    fitting = replace(sheet, rows=rows, columns=sheet.columns[:MOST_COLUMNS], lines=(*lines, *leads))
    return fitting, [words_for("en")(key, **facts) for key, facts in told]


def _held(value: Value | date) -> Value | date:
    """Give a value as a cell can hold it: a number of more digits than Excel keeps is text."""
    if isinstance(value, str):
        return _cut(without_controls(value), LONGEST_TEXT) or None
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**_EXACT_DIGITS:
        return str(value)
    return value.isoformat() if isinstance(value, date) and value < _EARLIEST else value


def _is_too_long(value: object) -> bool:
    return isinstance(value, str) and _units(value) > LONGEST_TEXT


def _units(text: str) -> int:
    """Count characters as Excel does: one beyond the first 65,536 counts twice."""
    return len(_in_units(text)) // 2


def _cut(text: str, most: int) -> str:
    if _units(text) <= most:
        return text
    return _in_units(text)[: 2 * most].decode("utf-16-le", "ignore")  # which leaves out half a character at the end


def _in_units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


# Writing


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**_FACE, **properties})
        return self._made[key]


def _lines(sheet: Sheet) -> list[str | Lead]:
    """Give the lines above a table, long ones in parts: they may not stand in merged cells."""
    found: list[str | Lead] = []
    for line in sheet.lines:
        found += textwrap.wrap(line, _LINE, break_on_hyphens=False) if isinstance(line, str) else [line]
    return found


def _write_sheet(worksheet: Any, sheet: Sheet, looks: _Looks) -> None:
    worksheet.set_row(0, _TITLE_HEIGHT)
    worksheet.write_string(0, 0, sheet.title, looks.of(bold=True, font_size=16, font_color=LIGHT.accent))
    row = 1
    for line in _lines(sheet):
        if isinstance(line, Lead):
            _write_link(worksheet, row, 0, f"internal:'{line.sheet}'!A1", line.text, looks)
        else:
            _write_text(worksheet, row, 0, line, looks)
        row += 1
    if sheet.columns:
        _write_table(worksheet, sheet, row, looks)
    worksheet.hide_gridlines(2)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)


def _write_table(worksheet: Any, sheet: Sheet, head: int, looks: _Looks) -> None:
    columns = list(zip(*sheet.rows, strict=True)) or [(None,) for _ in sheet.columns]
    widths = [_width(column, values) for column, values in zip(sheet.columns, columns, strict=True)]
    _mark_up(worksheet, sheet, head, looks)
    for place, (column, values, width) in enumerate(zip(sheet.columns, columns, widths, strict=True)):
        pattern = _number_format(column, values)
        for row, value in enumerate(values, head + 1):
            _write_cell(worksheet, row, place, column, value, pattern, looks)
        worksheet.set_column(place, place, width)
    # LibreOffice does not look how high wrapped text is when it opens a file, and Excel takes what is stated.
    headers = [column.header for column in sheet.columns]
    for row, texts in enumerate([headers, *sheet.rows], head):
        room = 4 if row == head else 1  # beside a header stands a button
        lines = max(_lines_of(text, width - room) for text, width in zip(texts, widths, strict=True))
        worksheet.set_row(row, min(_HIGHEST, _LINE_HEIGHT * lines))
    worksheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
    worksheet.freeze_panes(head + 1, int(len(widths) > 6 and widths[0] <= 30))
    worksheet.repeat_rows(head)


def _mark_up(worksheet: Any, sheet: Sheet, head: int, looks: _Looks) -> None:
    headers = [
        {"header": column.header, "header_format": _head_look(sheet, place, looks)}
        for place, column in enumerate(sheet.columns)
    ]
    name = "table_" + re.sub(r"\W", "_", sheet.name, flags=re.ASCII)
    style = {"name": name, "style": "Table Style Light 1", "columns": headers}
    worksheet.add_table(head, 0, head + max(len(sheet.rows), 1), len(sheet.columns) - 1, style)


def _lines_of(value: Any, width: int) -> int:
    """Count the lines that a text takes in a column."""
    if not isinstance(value, str) or (len(value) <= width and "\n" not in value):
        return 1
    return sum(len(textwrap.wrap(part, width)) or 1 for part in value.split("\n"))


def _head_look(sheet: Sheet, place: int, looks: _Looks) -> Any:
    of_numbers = any(_is_number(row[place]) for row in sheet.rows)
    side = {"align": "right"} if of_numbers else {"align": "left", "indent": 1}
    return looks.of(bold=True, text_wrap=True, valign="bottom", bottom=1, font_color=LIGHT.ink, **side)


def _write_cell(worksheet: Any, row: int, place: int, column: Column, value: Any, pattern: str, looks: _Looks) -> None:
    if value is None:
        side = {"align": "right"} if pattern else _BESIDE_NUMBERS
        worksheet.write_string(row, place, column.gap, looks.of(valign="top", font_color=LIGHT.muted, **side))
    elif isinstance(value, bool):
        worksheet.write_boolean(row, place, value, looks.of(valign="top", **_BESIDE_NUMBERS))
    elif isinstance(value, date):
        worksheet.write_datetime(row, place, value, looks.of(valign="top", num_format="yyyy-mm-dd", **_BESIDE_NUMBERS))
    elif not isinstance(value, str):
        worksheet.write_number(row, place, value, looks.of(valign="top", num_format=pattern))
    elif column.leads == "sheet":
        _write_link(worksheet, row, place, f"internal:'{value}'!A1", value, looks)
    elif column.leads == "web" and _is_address(value):
        _write_link(worksheet, row, place, value, value, looks)
    else:
        _write_text(worksheet, row, place, value, looks, text_wrap=True, **_BESIDE_NUMBERS)


def _write_text(worksheet: Any, row: int, place: int, text: str, looks: _Looks, **look: Any) -> None:
    """Write text that stays text, also when a reader edits the cell."""
    if text.startswith(FORMULA_STARTS):
        look["quote_prefix"] = True
    worksheet.write_string(row, place, text, looks.of(valign="top", **look))


def _write_link(worksheet: Any, row: int, place: int, address: str, text: str, looks: _Looks) -> None:
    look = looks.of(valign="top", underline=1, font_color=LIGHT.link)
    worksheet.write_url(row, place, address, look, string=text)


def _is_address(text: str) -> bool:
    """Tell whether a text is one plain address of the web, short enough for Excel."""
    return re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text) is not None and len(text) <= LONGEST_ADDRESS


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number_format(column: Column, values: Iterable[Any]) -> str:
    """Choose decimals that show two digits of a column's smallest number, or all of fewer; empty without numbers."""
    numbers = [abs(value) for value in values if _is_number(value)]
    if column.years or not numbers:
        return "0" if numbers else ""
    stated = max((len(f"{value:.6f}".rstrip("0").partition(".")[2]) for value in numbers), default=0)
    smallest = min((value for value in numbers if value), default=1)
    wanted = max(1, 1 - math.floor(math.log10(smallest)))
    decimals = min(stated, wanted, 6)
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _width(column: Column, values: Iterable[Any]) -> int:
    """Choose a width in characters: what the column holds, up to where text is better wrapped."""
    lengths = (len(line) for value in values for line in _shown(value))
    words = (len(word) + 4 for word in column.header.split())  # beside a word of the header stands a button
    return min(_WIDEST, max(_NARROWEST, round(1.15 * max(lengths, default=0)) + 2, *words))


def _shown(value: Any) -> Iterator[str]:
    if _is_number(value):
        yield f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"
    else:
        yield from str(value).split("\n")
