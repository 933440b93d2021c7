"""Faults of printed reports: what a designer would mark on the proofs, measured in the PDF.

``python -m tests.judges.layout FILE...`` prints the pages and faults of some files.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from tests.judges.printed import Run, Sheet, sheets_of

MOST_EMPTY = 1 / 8
"""Part of a page's height that its foot may leave empty, but on the last page."""

SMALLEST_PRINT, SMALLEST_LISTED, SMALLEST_BODY, SMALLEST_MARK = 8.0, 7.5, 9.5, 5.5
"""Points that labels and notes, entries of lists of sources, running text, and marks of notes have at least."""

UNEVEN, ONE_ENTRY = 0.15, 36.0
"""Part of their height by which two columns of sources may differ, and the points of an entry, which never breaks."""

INK = (0x1D, 0x25, 0x30)
"""Colour of running text; what is quieter is a note."""

FURTHEST = 2
"""Pages from its text to an exhibit at most: one that waits for another may come a page after the next."""

ABOVE_FOOT = 12.0
"""Points between text and running foot."""

MARK = re.compile(r"[\d\s,\[\]–a-z*†]{1,12}")
EXHIBIT = re.compile(r"(?:Figure|Table|Gráfico|Cuadro|Figura|Tabla) (\d+)")


class Fault(NamedTuple):
    """What is wrong on a page."""

    kind: str
    page: int
    told: str


def faults(content: bytes) -> list[Fault]:
    """Find the faults of a printed report."""
    sheets = sheets_of(content)
    checks = (feet, headings, sizes, labels, struck, beside, sources, heads)
    return [fault for check in checks for fault in check(sheets)]


def feet(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    """Feet that are emptier than they may be."""
    for sheet in sheets[:-1]:
        empty = (sheet.lowest - foot_of(sheet)) / sheet.height
        if empty > MOST_EMPTY:
            yield Fault("foot", sheet.number, f"{empty:.0%} empty")


def foot_of(sheet: Sheet) -> float:
    """Give where text may end: a little above the running foot."""
    return max(run.box.top for run in sheet.runs if not run.tags and run.box.top < sheet.height / 4) + ABOVE_FOOT


def headings(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    """Headings that end a page: the text after them goes on overleaf, and less than two lines of it stand below."""
    every = [(sheet.number, run) for sheet in sheets for run in sheet.content]
    for page, heading in ((page, run) for page, run in every if run.in_heading):
        ends = [run.element for _, run in every if run.in_heading and run.element > heading.element]
        own = [(on, run) for on, run in every if heading.element < run.element < min(ends, default=1e9)]
        below = {round(run.baseline) for on, run in own if on == page and run.baseline < heading.baseline}
        if len(below) < 2 and any(on > page for on, _ in own):
            yield Fault("heading", page, f"{heading.text!r} stands alone")


def sizes(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    """Texts that are too small for what they are."""
    for sheet in sheets:
        for run in sheet.runs:
            if run.size < (least := least_size(sheet, run)) - 0.01:
                where = "/".join(run.tags[-3:])
                yield Fault("size", sheet.number, f"{run.size:.2f} < {least} {where}: {run.text.strip()[:40]!r}")


def least_size(sheet: Sheet, run: Run) -> float:
    """Give how large a text must be for what it is."""
    if run.within("Figure"):
        return SMALLEST_PRINT
    if MARK.fullmatch(run.text) and run.within("Span", "Link"):
        return SMALLEST_MARK
    if run.within("LI"):
        return SMALLEST_LISTED
    is_body = sheet.number > 1 and run.tags == ("Document", "P") and run.colour == INK
    return SMALLEST_BODY if is_body else SMALLEST_PRINT


def labels(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    """Texts of one picture that cover each other."""
    for sheet in sheets:
        for picture in sheet.pictures:
            inside = [run for run in sheet.runs if run.within("Figure") and picture.covers(run.box, 3)]
            for one, other in combinations(inside, 2):
                across, upward = one.box.shared(other.box)
                if min(across, upward) > 0.7:
                    yield Fault("labels", sheet.number, f"{one.text.strip()!r} and {other.text.strip()!r}")


def struck(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    """Lines that run through text and are not covered before it is written."""
    for sheet in sheets:
        for run in sheet.runs:
            core = run.core
            for line in sheet.lines:
                if line.strikes(core) and not _covered(sheet, line.place, run):
                    yield Fault("struck", sheet.number, f"{'/'.join(run.tags[-2:])}: {run.text.strip()[:40]!r}")
                    break


def _covered(sheet: Sheet, place: int, run: Run) -> bool:
    return any(place < fill < run.place and box.covers(run.core, 0.5) for fill, box in sheet.fills)


def beside(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    """Exhibits further than they may be from where the text first names them, or from the text before them."""
    first: dict[str, tuple[int, str]] = {}
    for sheet in sheets:
        for run in sheet.content:
            for found in EXHIBIT.finditer(run.text):
                first.setdefault(found[0], (sheet.number, found[0]))
    for sheet in sheets:
        for run in sheet.content:
            if run.within("Caption") and (found := EXHIBIT.match(run.text)):
                mention = first[found[0]][0]
                before = [
                    (one.element, each.number)
                    for each in sheets
                    for one in each.content
                    if one.element < run.element and not one.within("Figure", "Caption", "Table")
                ]
                text = max(before)[1]
                if max(abs(sheet.number - mention), abs(sheet.number - text)) > FURTHEST:
                    yield Fault("beside", sheet.number, f"{found[0]}: text p. {text}, named p. {mention}")


def sources(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    """Columns of sources of different length on the last page."""
    last = sheets[-1]
    listed = [run for run in last.content if run.within("LI") and run.size < SMALLEST_PRINT]
    columns = [[run.box for run in listed if (run.box.left < last.width / 2) is left] for left in (True, False)]
    if not all(columns):
        yield from [Fault("sources", last.number, "one column is empty")] if listed else []
        return
    high = max(box.top for own in columns for box in own) - min(box.bottom for own in columns for box in own)
    left, right = (min(box.bottom for box in own) for own in columns)
    if abs(left - right) > max(UNEVEN * high, ONE_ENTRY):
        yield Fault("sources", last.number, f"columns end at {left:.0f} and {right:.0f}, {high:.0f} high")


def heads(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    """Pages whose running head does not name the edition, and the section that their topmost words belong to."""
    sections = [run for each in sheets for run in each.content if run.tags[-1:] == ("H1",)]
    for sheet in sheets[1:]:
        top = max(sheet.content, key=lambda run: run.baseline)
        begun = [run.element for run in sections if run.element <= top.element]
        section = next((run.text.strip() for run in sections if begun and run.element == max(begun)), None)
        head = sheet.running_head
        if not re.search(r"20\d\d", head) or (section and not head.startswith(section[:20])):
            yield Fault("head", sheet.number, f"{head!r} over {top.text!r} of {section!r}")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        content = Path(name).read_bytes()
        pages = sheets_of(content)
        empty = " ".join(f"{(sheet.lowest - foot_of(sheet)) / sheet.height:.0%}" for sheet in pages)
        print(f"{Path(name).name}: {len(pages)} pages; empty feet {empty}")
        for fault in faults(content):
            print(f"  {fault.kind:8} p{fault.page} {fault.told}")
