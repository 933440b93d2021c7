"""Decides how a table fits a page: its type size, the width of its columns, when to turn the page or to divide it.

The rules are those of automatic table layout in CSS 2.1 (17.5.2.2), with the advance widths of the house
face: no column is narrower than its longest word or wider than its longest line.
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from carsi_analysis.export import typefaces
from carsi_analysis.export.characters import is_number, whole_number
from carsi_analysis.export.tree import Cell, Content, Element, Table, text_of
from carsi_analysis.house import fonts, tokens

SMALLEST = 6.5
"""Points below which nobody reads a printed table."""

COMFORTABLE = 7.5
"""Points that a divided table has where its columns let it."""

PADDING, CLOSE_PADDING = 11.0, 7.0
"""Points that a cell's two side insets take at full size, and in a table of many columns; they shrink with the type."""

MANY_COLUMNS = 6
"""Columns from which the insets are close: words need the room more."""

SAFETY = 1.03
"""Kerning, marks and superscripts make text a little wider than the sum of its letters."""

LONGEST_WORD = 40
"""Letters after which a word may break; no language of the reports has a longer one."""

SHORT_NAME = 12
"""Letters up to which the name of a row or column stays on one line."""

SYLLABLE = 10
"""Letters of an overlong word that stay together."""

BROKEN_WORD, BROKEN_HEAD = 20, 10
"""The same where a table is too wide otherwise: titles of columns break before anything else, numbers never do."""

WORTH_A_TURN = 5
"""Rows from which a wide table turns its page; a shorter one goes on below itself with its further columns."""

JOINER, VIRAMA = "\u200d", 9
"""What joins the letter after it to the one before: a sign, and a combining class."""

ANYWHERE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Letters of scripts that put no space between words."""

BETWEEN_WORDS = re.compile(
    rf"(?<!\d)[^\S\xa0]+|[^\S\xa0]+(?!%)|\u200b+|(?<=[^\W\d][-/])|(?<=–)(?!\w*\d)|(?<=[{ANYWHERE}])"
)
TOLERANCE = 0.01
"""Points too few to matter."""

WIDE_LETTER = 0.62
"""Width of a wide letter as a share of the type size."""

EVEN_ENOUGH = (1.001, 1.05, 1.1, 1.2, 1.4, 1e6)
"""How much wider than the others a part of a divided table may be, the least first."""

FULL_LINE = tokens.CHART_WIDTH_IN * 72

SMALL_PICTURE = 54.0
"""Points to which the pictures of a cell may shrink before a table is set smaller, turned or divided."""

PIXEL = 0.75
"""Points of a pixel, in which pictures state their size."""

NEW_LINE = frozenset({"br", "div", "dd", "dt", "hr", "li", "p", "pre", "tr"})


@dataclass(frozen=True)
class Layout:
    """How a table, or a part of it, is set.

    Attributes:
        columns: which columns of the table it shows.
        size: type size in points.
        widths: width of each of these columns in points.
        padding: what the side insets of a cell take at full size.
        letters, head_letters: after how many letters a word of the body or the head may break.
    """

    columns: tuple[int, ...]
    size: float
    widths: tuple[float, ...]
    padding: float = PADDING
    letters: int = LONGEST_WORD
    head_letters: int = LONGEST_WORD

    @property
    def scale(self) -> float:
        """Insets shrink with the type."""
        return self.size / tokens.TYPE.table


@dataclass(frozen=True)
class Plan:
    """The parts of a table below each other, and whether its page is turned."""

    parts: tuple[Layout, ...]
    landscape: bool = False


def plan(table: Table, portrait: float, landscape: float | None = None) -> Plan:
    """Find how a table fits: smaller, on a turned page, with broken titles, or divided with its first columns again.

    Args:
        portrait: width of the text on an upright page, in points.
        landscape: the same on a turned page; None where the table cannot have a page of its own.
    """
    pages = [(portrait, False)]
    if landscape and len(table.body) > WORTH_A_TURN:
        pages.append((landscape, True))
    every = tuple(range(len(table.alignments)))
    for letters in ((LONGEST_WORD, LONGEST_WORD), (BROKEN_WORD, BROKEN_HEAD)):
        widths = _Widths(table, *letters)
        for available, turned in pages:
            if layout := widths.fit(every, available):
                return Plan((layout,), turned)
    return Plan(tuple(_divided(table, widths, portrait)))


def part_of(table: Table, columns: tuple[int, ...]) -> Table:
    """Give a table of some of the columns; a cell across columns of two parts stands in both."""
    if len(columns) == len(table.alignments):
        return table
    places = {column: place for place, column in enumerate(columns)}
    head, body = ([[*_part_of_row(row, places)] for row in rows] for rows in (table.head, table.body))
    return Table(head, body, [table.alignments[column] for column in columns], table.anchor)


def _part_of_row(row: list[Cell], places: dict[int, int]) -> Iterator[Cell]:
    for cell in row:
        shown = [places[column] for column in range(cell.column, cell.column + cell.colspan) if column in places]
        for _, run in groupby(enumerate(shown), key=lambda pair: pair[1] - pair[0]):
            own = [place for _, place in run]
            yield replace(cell, column=own[0], colspan=len(own))


def _divided(table: Table, widths: "_Widths", available: float) -> list[Layout]:
    """Divide the columns into as few parts as hold them at a comfortable type, all of one size and about as wide."""
    first = tuple(range(min(table.row_headers(), default=0)))
    if sum(widths.narrowest[column] for column in first) > available / 2:
        first = ()
    rest = range(len(first), len(table.alignments))
    room = available / COMFORTABLE * tokens.TYPE.table - sum(widths.narrowest[column] for column in first)
    count = max(1, math.ceil(sum(widths.narrowest[column] for column in rest) / room))
    columns = [(column, widths.narrowest[column]) for column in rest]
    while True:
        fair = sum(width for _, width in columns) / count
        tried = (_groups(columns, min(fair * more, room)) for more in EVEN_ENOUGH)
        groups = next((groups for groups in tried if len(groups) <= count), None)
        if groups or count >= len(columns):
            parts = [first + group for group in groups or _groups(columns, room)]
            size = min(widths.forced(part, available).size for part in parts)
            return [widths.forced(part, available, size) for part in parts]
        count += 1


def _groups(columns: list[tuple[int, float]], most: float) -> list[tuple[int, ...]]:
    groups: list[list[int]] = [[]]
    used = 0.0
    for column, width in columns:
        if groups[-1] and used + width > most:
            groups.append([])
            used = 0.0
        groups[-1].append(column)
        used += width
    return [tuple(group) for group in groups]


class _Widths:
    """For each column the width of its longest word, of its usual line and of its longest line, at full size.

    The usual line is the quadratic mean: long cells count more, but none for more than a full line of the page.
    """

    def __init__(self, table: Table, letters: int, head_letters: int):
        self.letters, self.head_letters = letters, head_letters
        count, size = len(table.alignments), tokens.TYPE.table
        self.padding = padding = CLOSE_PADDING if count >= MANY_COLUMNS else PADDING
        self.narrowest = [padding] * count
        lines: list[list[float]] = [[padding] for _ in range(count)]
        for cell, weight, most in self._cells(table):
            least, longest = _extent(cell, size, weight, most)
            share = range(cell.column, min(cell.column + cell.colspan, count))
            for column in share:
                self.narrowest[column] = max(self.narrowest[column], least / len(share) + padding)
                if len(share) == 1:
                    lines[column].append(longest + padding)
        usual = [math.sqrt(sum(min(line, FULL_LINE) ** 2 for line in column) / len(column)) for column in lines]
        self.usual = [max(pair) for pair in zip(self.narrowest, usual, strict=True)]
        self.widest = [max(narrow, *column) for narrow, column in zip(self.narrowest, lines, strict=True)]

    def _cells(self, table: Table) -> Iterator[tuple[Cell, int, int]]:
        yield from ((cell, 600, self.head_letters) for row in table.head for cell in row)
        yield from ((cell, 600 if cell.bold else 400, self.letters) for row in table.body for cell in row)

    def fit(self, columns: tuple[int, ...], available: float, largest: float = tokens.TYPE.table) -> Layout | None:
        """Set columns as large as they fit; None where that is below the smallest type."""
        size = tokens.TYPE.table
        scale = min(largest / size, available / sum(self.narrowest[column] for column in columns))
        if size * scale < SMALLEST:
            return None
        low, mean, high = (
            [widths[column] * scale for column in columns] for widths in (self.narrowest, self.usual, self.widest)
        )
        shared = _distribute(low, mean, high, available)
        return Layout(columns, size * scale, shared, self.padding, self.letters, self.head_letters)

    def forced(self, columns: tuple[int, ...], available: float, largest: float = tokens.TYPE.table) -> Layout:
        """Set columns whatever it takes: words break where even the smallest type is too wide for them."""
        if layout := self.fit(columns, available, largest):
            return layout
        narrow = [self.narrowest[column] for column in columns]
        widths = tuple(width * available / sum(narrow) for width in narrow)
        inset = self.padding * SMALLEST / tokens.TYPE.table
        letters = max(1, int((min(widths) - inset) / (WIDE_LETTER * SMALLEST)))
        return Layout(columns, SMALLEST, widths, self.padding, letters, letters)


@dataclass
class Line:
    """What stands in one line of a cell as long as there is room: its words, and its pictures."""

    text: str = ""
    pictures: list[Element] = field(default_factory=list)

    def width(self, size: float, weight: int = 400) -> float:
        """Give the width of all of it in points."""
        return width_of(self.text, size, weight) * SAFETY + sum(map(picture_width, self.pictures))


def _extent(cell: Cell, size: float, weight: int, most: int) -> tuple[float, float]:
    """Give the width that a cell needs at least, and that of its longest line; most cells hold one word."""
    shown = lines_of(cell)
    if len(shown) == 1 and not shown[0].pictures:
        text = shown[0].text
        if (text.isalnum() and len(text) <= most) or is_number(text):
            width = shown[0].width(size, weight)
            return width, width
    least = max([_least(line, cell.is_header, size, weight, most) for line in shown], default=0.0)
    return least, max([line.width(size, weight) for line in shown], default=0.0)


def lines_of(cell: Cell) -> list[Line]:
    """Give the lines into which a cell divides what it holds, in signs that print has."""
    if all(isinstance(part, str) for part in cell.content):
        return [Line(typefaces.showable(cell.text))]
    lines = [Line()]
    _divide(cell.content, lines)
    return lines


def _divide(content: Content, lines: list[Line]) -> None:
    for part in content:
        if isinstance(part, str):
            lines[-1].text += typefaces.showable(part)
        elif isinstance(part, Table):
            lines[-1].text += typefaces.showable(text_of([part]))
        elif part.name == "img":
            lines[-1].pictures.append(part)
        else:
            ends = part.name in NEW_LINE
            lines += [Line()] if ends else []
            _divide(part.children, lines)
            lines += [Line()] if ends and part.name != "br" else []


def picture_width(picture: Element) -> float:
    """Give the width in points that a picture states."""
    return PIXEL * (whole_number(picture.get("width")) or 0)


def _least(line: Line, is_header: bool, size: float, weight: int, most: int) -> float:
    """Give the width that a line needs at least: that of its longest word, or of pictures that are still seen."""
    text = line.text.strip()
    together = [text] if is_header and len(text) <= SHORT_NAME else _words(text, most)
    longest_word = max([width_of(word, size, weight) for word in together], default=0.0) * SAFETY
    return max(longest_word, min(sum(map(picture_width, line.pictures)), SMALL_PICTURE))


def width_of(text: str, size: float, weight: int = 400) -> float:
    """Measure a line with tabular figures, as tables are set."""
    return fonts.text_width(text, size, weight, tabular=True)


def _words(text: str, most: int) -> list[str]:
    """Give what of a text stays on one line: a number with its unit, a span of years, any word of so many letters."""
    if is_number(text):
        return [text]
    # A span of years reads badly in two lines: 2008–2012 stays whole, other words may break after a dash.
    return [piece for word in BETWEEN_WORDS.split(text) for piece in pieces(word, most)]


def pieces(word: str, most: int) -> list[str]:
    """Divide a word of more letters than it may have, where it has joints before anywhere else; numbers stay whole."""
    if len(word) <= most or is_number(word):
        return [word]
    parts = re.split(r"(?<=[_./\-])|(?<=[a-z])(?=[A-Z])", word)
    step = min(most, SYLLABLE)
    return [piece for part in parts for piece in ([part] if is_number(part) else _runs(part, step))]


def _runs(text: str, most: int) -> list[str]:
    """Divide a text after so many signs: letters with the marks and joined letters that belong to them."""
    signs: list[str] = []
    for letter in text:
        joins = bool(signs) and (unicodedata.combining(signs[-1][-1]) == VIRAMA or signs[-1][-1] == JOINER)
        if signs and (joins or letter == JOINER or unicodedata.category(letter).startswith("M")):
            signs[-1] += letter
        else:
            signs.append(letter)
    return ["".join(signs[start : start + most]) for start in range(0, len(signs), most)]


def _distribute(narrowest: list[float], usual: list[float], widest: list[float], available: float) -> tuple[float, ...]:
    """Share the width: each column its longest word, the rest by what usual lines lack, none more than it can use."""
    if sum(widest) <= available:
        return tuple(widest)
    widths = list(narrowest)
    for _ in widths:  # each round fills up at least one column or ends
        open_columns = [place for place, width in enumerate(widths) if width < widest[place] - TOLERANCE]
        spare = available - sum(widths)
        wish = {place: max(usual[place] - narrowest[place], TOLERANCE) for place in open_columns}
        if spare <= TOLERANCE or not open_columns:
            break
        for place in open_columns:
            widths[place] = min(widest[place], widths[place] + spare * wish[place] / sum(wish.values()))
    return tuple(widths)
