"""What a reader sees of a printed report, measured in the PDF itself: runs of text, lines, pictures and their pages.

Lengths are points, counted from the lower left corner of a page.
"""

import ctypes
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

HEADINGS = re.compile(r"H\d?")
TEXT, PATH = 1, 2
"""Kinds of page objects that pdfium tells apart."""


class Box(NamedTuple):
    """A rectangle of a page."""

    left: float
    bottom: float
    right: float
    top: float

    def covers(self, other: "Box", slack: float = 0.0) -> bool:
        """Tell whether another box lies inside this one."""
        return (
            self.left - slack <= other.left
            and other.right <= self.right + slack
            and self.bottom - slack <= other.bottom
            and other.top <= self.top + slack
        )

    def shared(self, other: "Box") -> tuple[float, float]:
        """Give width and height of what two boxes share; negative where they do not."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across, min(self.top, other.top) - max(self.bottom, other.bottom)


@dataclass
class Run:
    """Text of one size and colour on one line; ``tags`` lead to it in the structure, none where it is no content."""

    text: str
    size: float
    box: Box
    baseline: float
    tags: tuple[str, ...]
    place: int
    element: int = -1
    colour: tuple[int, int, int] = (0, 0, 0)

    @property
    def core(self) -> Box:
        """Where its small letters stand: a line here strikes it through."""
        return Box(
            self.box.left + 0.5,
            self.baseline + 0.12 * self.size,
            self.box.right - 0.5,
            self.baseline + 0.42 * self.size,
        )

    def within(self, *tags: str) -> bool:
        """Tell whether it stands in an element of one of these kinds."""
        return any(tag in self.tags for tag in tags)

    @property
    def in_heading(self) -> bool:
        return any(HEADINGS.fullmatch(tag) for tag in self.tags)


@dataclass
class Line:
    """A straight piece of a drawn line."""

    ends: tuple[tuple[float, float], tuple[float, float]]
    place: int

    def strikes(self, box: Box) -> bool:
        """Tell whether it runs through a box, by the method of Liang and Barsky."""
        (x, y), (to_x, to_y) = self.ends
        if (x < box.left > to_x) or (x > box.right < to_x) or (y < box.bottom > to_y) or (y > box.top < to_y):
            return False  # most lines are wholly to one side
        first, last = 0.0, 1.0
        for step, low, high in ((to_x - x, box.left - x, box.right - x), (to_y - y, box.bottom - y, box.top - y)):
            if not step and not low < 0 < high:
                return False
            if step:
                near, far = sorted((low / step, high / step))
                first, last = max(first, near), min(last, far)
        return first < last


@dataclass
class Sheet:
    """One page: its size, and what stands on it."""

    number: int
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    fills: list[tuple[int, Box]] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)

    @cached_property
    def content(self) -> list[Run]:
        """Its text without running head and foot."""
        return [run for run in self.runs if run.tags]

    @property
    def running_head(self) -> str:
        """What stands above its text."""
        top = max((run.box.top for run in self.content), default=0.0)
        return " ".join(run.text for run in self.runs if not run.tags and run.box.bottom > top)

    @property
    def lowest(self) -> float:
        """Where its content ends."""
        return min(
            [run.box.bottom for run in self.content] + [box.bottom for box in self.pictures], default=self.height
        )


class Element(NamedTuple):
    """An element of the structure: the kinds that lead to it, its number in reading order."""

    tags: tuple[str, ...]
    number: int


def sheets_of(content: bytes) -> list[Sheet]:
    """Measure the pages of a tagged PDF."""
    marked, pictures = _structure(content)
    sheets = []
    with pypdfium2.PdfDocument(content) as pdf:
        for number, page in enumerate(pdf, start=1):
            sheet = Sheet(number, *page.get_size(), pictures=pictures[number - 1])
            _read_objects(sheet, page, marked)
            sheets.append(sheet)
    return sheets


def _read_objects(sheet: Sheet, page: Any, marked: dict[tuple[int, int], Element]) -> None:
    """Take text and lines of a page in the order in which they are painted; letters become runs."""
    letters = page.get_textpage()
    for place, found in enumerate(page.get_objects(textpage=letters)):
        if found.type == TEXT:
            element = marked.get((sheet.number - 1, pdfium.FPDFPageObj_GetMarkedContentID(found)), Element((), -1))
            matrix = found.get_matrix()
            text, box = found.extract(), Box(*found.get_bounds())
            size = found.get_font_size() * abs(matrix.d or matrix.b)
            run = Run(text, size, box, matrix.f, element.tags, place, element.number, _colour(found))
            if text.strip():
                before = sheet.runs[-1] if sheet.runs else None
                if before and _goes_on(before, run):
                    before.text += text
                    before.box = Box(
                        before.box.left, min(before.box.bottom, box.bottom), box.right, max(before.box.top, box.top)
                    )
                else:
                    sheet.runs.append(run)
            elif sheet.runs and sheet.runs[-1].element == element.number:
                sheet.runs[-1].text += text
        elif found.type == PATH:
            _read_path(sheet, found, place)


def _colour(text: Any) -> tuple[int, int, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(text, *parts)
    red, green, blue, _ = (part.value for part in parts)
    return red, green, blue


def _goes_on(before: Run, run: Run) -> bool:
    """Tell whether letters go on with a run."""
    gap = run.box.left - before.box.right
    room = 0.6 if before.text.endswith((" ", "\u00a0")) else 0.25
    same = before.element == run.element and abs(before.size - run.size) < 0.01
    return same and abs(before.baseline - run.baseline) < 0.05 and -0.25 * run.size < gap < room * run.size


def _read_path(sheet: Sheet, path: Any, place: int) -> None:
    """Take the straight pieces of a drawn line, or the box of a filled shape."""
    matrix = path.get_matrix()
    points = []
    for number in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        points.append(
            (
                kind,
                (
                    matrix.a * x.value + matrix.c * y.value + matrix.e,
                    matrix.b * x.value + matrix.d * y.value + matrix.f,
                ),
            )
        )
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    box = Box(*path.get_bounds())
    if fill.value:
        sheet.fills.append((place, box))
        return
    if stroke.value:
        for (_, start), (kind, end) in pairwise(points):
            if kind == pdfium.FPDF_SEGMENT_LINETO:
                sheet.lines.append(Line((start, end), place))


def _structure(content: bytes) -> tuple[dict[tuple[int, int], Element], dict[int, list[Box]]]:
    """Read the structure: the element of each marked piece by page and number, and the boxes of the pictures."""
    marked: dict[tuple[int, int], Element] = {}
    pictures: dict[int, list[Box]] = defaultdict(list)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        for number, (element, tags, page) in enumerate(_elements(pdf.Root.StructTreeRoot.K, ())):
            if isinstance(element, int):
                marked[pages[page.objgen], element] = Element(tags, number)
            elif str(element.S) == "/Figure":
                box = next(iter(each.BBox for each in _list(element.get("/A")) if "/BBox" in each), None)
                if box is not None:
                    pictures[pages[element.Pg.objgen]].append(Box(*map(float, box)))
    return marked, pictures


def _elements(found: Any, tags: tuple[str, ...], page: Any = None) -> Iterator[tuple[Any, tuple[str, ...], Any]]:
    """Walk the structure in reading order; gives elements, and the numbers of marked pieces with their page."""
    for one in _list(found):
        if isinstance(one, int):
            yield one, tags, page
        elif one.get("/Type") == "/MCR":
            yield int(one.MCID), tags, one.get("/Pg", page)
        elif "/S" in one:
            inner = (*tags, str(one.S)[1:])
            yield one, inner, page
            yield from _elements(one.get("/K"), inner, one.get("/Pg", page))


def _list(found: Any) -> list[Any]:
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]
