"""Prose as text: the cell magic ``%%say``, whose cell holds a passage in every language, side by side.

Facts are named in a cell before it, and stand in the text in braces::

    say.total = fact.money(study.appropriated)

    %%say
    [en]
    Congress appropriated {total}.
    [es]
    El Congreso asignó {total}.

``%%say as headline`` gives a passage its place on the first page; the roles are those of ``blocks.Role``.
``%%say if compared`` and ``%%say unless compared`` show a passage only if a name of the notebook is true, or a frame of
that name has rows. ``{Total}`` begins a sentence. Figures, and words that follow from figures, may not be typed: the
language's file of words lists them. What no figure can change is put in quotes: ``{"two"} agencies``.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

import pandas as pd
from IPython.core.getipython import get_ipython

from carsi_analysis.blocks import Role
from carsi_analysis.exhibits.column import ExhibitError
from carsi_analysis.exhibits.fact import Absent, Cited, Fact, Said, Word
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.prose import fact_of
from carsi_analysis.words import facts_in, languages, words_of

STANDS_IN = "en"
"""The language that every passage has; it stands in where another is missing."""

_HEAD = re.compile(r"(?:as\s+(\w+))?\s*(?:(if|unless)\s+(\w+))?")
_ROLES: tuple[Role, ...] = get_args(Role)
_LANGUAGE = re.compile(r"\[([a-z]{2,3})\]")
_QUOTED = re.compile(r'\{"([^"{}]*)"\}')
_NO_PROSE = re.compile(r"\{[^{}]*\}|\]\([^)]*\)|<[^<>]*>|^\s*\d+\. |100,000", re.MULTILINE)
"""Facts and quoted words, addresses of links, tags, the numbers of a list, and the number in a unit of rates."""


@dataclass(frozen=True)
class Passage:
    """A cell of prose: its texts by language, each with the number of its first line, and when it is shown."""

    texts: Mapping[str, str]
    lines: Mapping[str, int]
    condition: str = ""
    expected: bool = True
    role: Role = ""

    @property
    def facts(self) -> set[str]:
        """The facts that its texts name."""
        return {fact_of(name) for text in self.texts.values() for name in facts_in(_plain(text))}


class Facts:
    """The named facts of a notebook's prose: ``say.total = fact.money(row)``."""

    _held: dict[str, Said]
    _unused: dict[str, str]

    def __init__(self) -> None:
        vars(self).update(_held={}, _unused={})

    def __setattr__(self, name: str, value: Said) -> None:
        if not isinstance(value, Fact | Cited | Word | Absent):
            raise ExhibitError(
                f"{_cell()}: say.{name} is {type(value).__name__}, which has no source; "
                "take it from a row: fact.number(row, column)"
            )
        if name != fact_of(name):
            raise ExhibitError(f"{_cell()}: say.{name}: begin it with a small letter; {{{name}}} begins a sentence")
        self._held[name] = value
        self._unused[name] = _cell()

    def __getattr__(self, name: str) -> Said:
        if name in vars(self).get("_held", {}):
            return self._held[name]
        raise AttributeError(f"no fact is called {name}; set it first: say.{name} = fact.money(row)")

    def named(self, names: Collection[str]) -> Mapping[str, Said]:
        """Give the facts to a passage that names some of them."""
        for name in names:
            self._unused.pop(name, None)
        return self._held

    def check_all_used(self) -> None:
        """Hold the notebook to its facts, at its end.

        Raises:
            ExhibitError: a fact was set that no passage names.
        """
        for name, cell in self._unused.items():
            raise ExhibitError(f"{cell}: no passage names the fact {name}; write {{{name}}} in one, or leave it out")


class Prose:
    """The passages of a notebook.

    Args:
        locale: the language of the report.
        show: shows a text, of which every fact is known.
    """

    def __init__(self, locale: Locale, show: Callable[[str, Mapping[str, Said], Role], None]) -> None:
        self.facts = Facts()
        self._locale, self._show = locale, show

    def begin(self) -> None:
        """Write the cells of this notebook that begin with ``%%say``."""
        if (shell := get_ipython()) is not None:
            shell.magics_manager.register_function(
                lambda line, cell: self.passage(line, cell, shell.user_ns), "cell", "say"
            )

    def passage(self, line: str, cell: str, names: Mapping[str, Any]) -> None:
        """Write a passage in the language of the report, unless its condition leaves it out.

        Args:
            line, cell: what stands behind ``%%say``, and below it.
            names: the names of the notebook.

        Raises:
            ExhibitError: the passage is badly written, a figure is typed into it, or a fact is unknown; the message
                names the cell and what is wrong.
        """
        try:
            read = read_passage(line, cell)
            facts = self.facts.named(read.facts)
            if read.condition and _holds(read.condition, names) != read.expected:
                return
            if unknown := sorted(read.facts - set(facts)):
                raise ExhibitError(_unknown(unknown[0], read, facts))
            self._show(_in_language(read, self._locale), facts, read.role)
        except ExhibitError as error:
            raise ExhibitError(f"{_cell()}: {error}") from None


def read_passage(line: str, cell: str) -> Passage:
    """Read a cell of prose.

    Raises:
        ExhibitError: it is badly written, its languages name different facts, or a figure is typed into it.
    """
    head = _HEAD.fullmatch(line.strip())
    if head is None:
        raise ExhibitError(
            f"%%say {line.strip()}: “as role”, and “if name” or “unless name” with one plain name, may follow"
        )
    role = next((role for role in _ROLES if role == (head[1] or "")), None)
    if role is None:
        raise ExhibitError(f"%%say as {head[1]}: a passage of the first page is one of {', '.join(_ROLES[1:])}")
    passage = Passage(*_texts(cell), head[3] or "", head[2] != "unless", role)
    for language, text in passage.texts.items():
        _refuse_typed(language, text, passage.lines[language])
    _refuse_unequal(passage)
    return passage


def _texts(cell: str) -> tuple[dict[str, str], dict[str, int]]:
    """Divide a cell at its lines ``[en]``, ``[es]``."""
    texts: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    current: list[str] | None = None
    for number, line in enumerate(cell.splitlines(), start=2):  # line 1 is %%say itself
        if tag := _LANGUAGE.fullmatch(line.strip()):
            if tag[1] not in languages():
                raise ExhibitError(f"line {number}: [{tag[1]}] is no language; there are {', '.join(languages())}")
            if tag[1] in texts:
                raise ExhibitError(f"line {number}: [{tag[1]}] stands twice in one cell")
            current, lines[tag[1]] = texts.setdefault(tag[1], []), number + 1
        elif current is not None:
            current.append(line)
        elif line.strip():
            raise ExhibitError(f"line {number}: write [{STANDS_IN}] above the text, to say its language")
    written = {language: "\n".join(text).strip("\n") for language, text in texts.items()}
    if empty := [language for language, text in written.items() if not text.strip()]:
        raise ExhibitError(f"nothing stands below [{empty[0]}]")
    if STANDS_IN not in written:
        raise ExhibitError(f"there is no [{STANDS_IN}]: its text stands in where a language is missing")
    return written, lines


def _plain(text: str) -> str:
    """Take the quotes from words that stand as they were typed."""
    return _QUOTED.sub(r"\1", text)


def typed(language: str, text: str) -> Iterator[tuple[int, str]]:
    """Find figures, and words that follow from figures, that are not quoted: the line from 0 on, and what is typed."""
    prose = _NO_PROSE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for found in _figures(tuple(_typed_words(language))).finditer(prose):
        yield prose.count("\n", 0, found.start()), " ".join(found[0].split())


def _refuse_typed(language: str, text: str, first_line: int) -> None:
    for line, found in typed(language, text):
        raise ExhibitError(
            f"line {first_line + line}, [{language}]: “{found}” is typed; name a fact that follows the data "
            f'(say.name = fact.…), or write {{"{found}"}} where no figure could change it'
        )


def _typed_words(language: str) -> Iterator[str]:
    """Give the words that follow from figures, as the files of words list them."""
    words = words_of(language).part("say.typed")
    return (word for kind in words.texts for word in words(kind).split(","))


@cache
def _figures(typed_words: tuple[str, ...]) -> re.Pattern[str]:
    listed = [r"\s+".join(map(re.escape, word.split())) for word in typed_words]
    return re.compile(rf"\d[\d.,]*\d|\d|(?<!\w)(?:{'|'.join(listed)})(?!\w)", re.IGNORECASE)


def _refuse_unequal(passage: Passage) -> None:
    """Hold the languages to the same facts, so that no number is lost in translation."""
    named: dict[str, set[str]] = {}
    for language, text in passage.texts.items():
        try:
            named[language] = {fact_of(name) for name in facts_in(_plain(text))}
        except ValueError:
            raise ExhibitError(f"[{language}]: a brace stands alone; a fact is written {{name}}") from None
    for language, names in named.items():
        for other, theirs in named.items():
            if lost := sorted(theirs - names):
                raise ExhibitError(f"[{language}] leaves out {{{lost[0]}}}, which [{other}] names")


def _holds(name: str, names: Mapping[str, Any]) -> bool:
    """Say whether a name of the notebook is true; a frame is if it has rows."""
    if name not in names:
        raise ExhibitError(f"the notebook has no name {name}; set it in a cell above: {name} = not frame.empty")
    value = names[name]
    return not value.empty if isinstance(value, pd.DataFrame | pd.Series) else bool(value)


def _unknown(name: str, passage: Passage, facts: Mapping[str, Said]) -> str:
    known = ", ".join(sorted(facts)) or "none"
    lines = passage.texts[STANDS_IN].splitlines()
    places = [number for number, line in enumerate(lines, start=passage.lines[STANDS_IN]) if f"{{{name}" in line]
    where = f"line {places[0]}, [{STANDS_IN}]: " if places else ""
    return f"{where}no fact is called {name}; set it in the cell before: say.{name} = fact.… (there are {known})"


def _in_language(passage: Passage, locale: Locale) -> str:
    """Take the text of the report's language, or the English one, which then says so."""
    if locale.language in passage.texts:
        return _plain(passage.texts[locale.language])
    text = _plain(passage.texts[STANDS_IN])
    return text if text.startswith("#") and "\n" not in text else f"{text}\n\n*{locale.words('say.only_english')}*"


def _cell() -> str:
    """Name the running cell as JupyterLab does: its input is the last one kept, whenever the shell counts on."""
    history = getattr(get_ipython(), "history_manager", None)
    return f"cell [{len(history.input_hist_raw) - 1}]" if history is not None else "cell"
