"""From a file to lines of text: size, encoding, line endings, and characters that do not belong there."""

import re
from collections.abc import Iterator
from pathlib import Path

from carsi_analysis.data.descriptor import near_miss
from carsi_analysis.data.problems import Problem

LARGEST_FILE_BYTES = 50_000_000
_WITHOUT_MARK = "UTF-8 without it (save as UTF-8, not as 'UTF-8 with BOM')"
_NOT_UTF_16 = "UTF-8 (the file looks like UTF-16, which some programs call Unicode: save it as UTF-8)"
BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": ("UTF-8", _WITHOUT_MARK),
    b"\xff\xfe": ("UTF-16", _NOT_UTF_16),
    b"\xfe\xff": ("UTF-16", _NOT_UTF_16),
}

# Characters that cannot be seen, among them those that turn the direction of whatever stands beside them in a
# sentence, and the mark that a failed decoding leaves behind.
_INVISIBLE = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffd]"
)
# UTF-8 read as Windows-1252 and saved again: "é" has become "Ã©".
_DECODED_TWICE = re.compile("[\u00c2\u00c3][\u0080-\u00bf\u0152-\u0192\u2013-\u2122]")


def read_bytes(folder: Path, path: str, expected: str) -> tuple[bytes, Problem | None]:
    """Read one file of the package; one that is missing, no file, too large or unreadable is a problem, not an error.

    ``expected`` says what the file is for.
    """
    try:
        return _bytes_of(folder / path, path, expected)
    except OSError as error:
        return b"", Problem(path, f"the file cannot be read ({error.strerror})", "a file that you may read")


def _bytes_of(file: Path, path: str, expected: str) -> tuple[bytes, Problem | None]:
    if not file.parent.is_dir():
        wrong = f"{file.parent} is a file" if file.parent.exists() else f"there is no folder {file.parent}"
        return b"", Problem(path, wrong, f"a folder that holds {expected}")
    if not file.exists():
        hint = near_miss(file.name, sorted(each.name for each in file.parent.glob("*.csv")))
        return b"", Problem(path, "the file is missing", expected + hint)
    if not file.is_file():
        return b"", Problem(path, "this is not a file", expected)
    size = file.stat().st_size
    if size > LARGEST_FILE_BYTES:
        limit = f"at most {LARGEST_FILE_BYTES // 1_000_000} MB"
        return b"", Problem(path, f"the file has {size / 1e6:,.0f} MB and was not read", limit)
    return file.read_bytes(), None


def read_text(content: bytes, path: str) -> tuple[str, Problem | None]:
    """Decode a file that must be UTF-8 without byte-order mark; the text is empty when it cannot be used."""
    if not content:
        return "", Problem(path, "the file is empty", "some content")
    for mark, (encoding, expected) in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return "", Problem(path, f"the file begins with a byte-order mark of {encoding}", expected, line=1)
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        guess = content.decode("cp1252", errors="replace")  # one character for each byte
        wrong = (
            f"byte 0x{content[error.start]:02x} is not UTF-8; it may be Windows-1252: {_around(guess, error.start)!r}"
        )
        return "", Problem(path, wrong, "UTF-8 (save the file as UTF-8)", line=line)


def lines_of(text: str, path: str) -> tuple[list[str], list[Problem]]:
    """The lines of a text without their ends, and every character that does not belong there."""
    problems = [*_invisible_characters(text, path), *_letters_decoded_twice(text, path)]
    if "\r" in text:
        problems.append(_carriage_return(text, path))
        text = text.replace("\r\n", "\n").replace("\r", "" if "\n" in text else "\n")
    lines = text.split("\n")
    if lines[-1]:
        wrong = "the last line has no line feed at its end; the file may have been cut off"
        problems.append(Problem(path, wrong, "a line feed after the last row", line=len(lines)))
    else:
        lines.pop()
    return lines, problems


def _invisible_characters(text: str, path: str) -> Iterator[Problem]:
    tab_separates = "\t" in text.split("\n", 1)[0]  # reported once, as the wrong separator
    for found in _INVISIBLE.finditer(text):
        if found[0] == "\t" and tab_separates:
            continue
        lost = found[0] == "\ufffd"
        word = "the mark of a letter that was lost" if lost else "a character that cannot be seen"
        wrong = f"U+{ord(found[0]):04X} is {word}"
        expected = f"visible text, near {_around(text, found.start())!r}"
        yield Problem(path, wrong, expected, line=_line_at(text, found.start()))


def _letters_decoded_twice(text: str, path: str) -> Iterator[Problem]:
    for found in _DECODED_TWICE.finditer(text):
        expected = f"UTF-8 that was not read as Windows-1252 before, near {_around(text, found.start())!r}"
        line = _line_at(text, found.start())
        yield Problem(path, "is a letter that was decoded twice", expected, line=line, value=found[0])


def _carriage_return(text: str, path: str) -> Problem:
    if "\r\n" in text:
        position = text.index("\r\n")
        wrong = "the line ends with carriage return and line feed (CRLF)"
    else:
        position = text.index("\r")
        wrong = "a carriage return stands in the text"
    return Problem(path, wrong, "line feeds alone (LF)", line=_line_at(text, position))


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _around(text: str, position: int) -> str:
    """A few characters before and after a place, from its own line."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[max(position - 12, start) : min(position + 13, len(text) if end < 0 else end)].strip()
