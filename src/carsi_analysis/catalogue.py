"""The reports that exist and the parameters that each takes, declared once, in ``catalogue.toml``.

The command line, the check before a kernel starts, ``carsi list``, the widgets of ``explore.ipynb`` and the
title block of a report all read these declarations. Their words stand in the files of ``words``; what the data decide,
such as the countries and the last year, is read from the data package when it is asked for.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from carsi_analysis.data.offered import identifiers, last_year, names
from carsi_analysis.declared import read_toml
from carsi_analysis.errors import UsageError
from carsi_analysis.words import Words, languages, words_of

ALL = "all"
MANY_CHOICES = 20
"""From here on a message counts the choices rather than listing them."""
LAST = "last"
"""How a command line and an edition write the last year that the data hold; Python writes None."""
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")


SHORTEST_BEGINNING = 3
"""So many letters of a name must be given."""


def folded(text: str) -> str:
    """Text without what a keyboard may lack: case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.strip().casefold()) if not unicodedata.combining(c))


class ParameterError(UsageError):
    """A parameter is unknown, misspelt, or has a value that its declaration does not allow."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a report: its type, what it may be, and what it is called in every language.

    Attributes:
        default: the value where none is given; None for the last year that the data hold.
        choices: what it may be besides the rows of its table.
        table: table of the data package whose first key the choices are, and which names them in both languages.
        rows: which rows of the table are choices, by what their columns hold; None: none of them.
        last_of: columns (``table.column``) whose last year is the last that may be given.
        choice_labels: names of the choices that the data do not hold, such as ``all``.
        several: whether several choices may be given at once, as text with commas between them.
        subject: whether a choice says what the whole report is about, so that it stands in the title.
        prefix: what stands before the value in the name of a document.
    """

    name: str
    kind: type[str] | type[int]
    default: str | int | None
    label: Mapping[str, str]
    help: Mapping[str, str]
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    table: str | None = None
    rows: Mapping[str, str] | None = None
    last_of: Sequence[str] = ()
    choice_labels: Mapping[Any, Mapping[str, str]] = field(default_factory=dict)
    subject: bool = False
    several: bool = False
    prefix: str = ""

    @property
    def allowed(self) -> tuple[str, ...]:
        """The choices, those of the data among them."""
        listed = () if self.table is None or self.rows is None else identifiers(self.table, self.rows)
        return (*self.choices, *listed)

    @property
    def highest(self) -> int | None:
        """The largest number that may be given: the last year of the data where that decides it."""
        return last_year(self.last_of) if self.last_of else self.maximum

    @property
    def usual(self) -> str | int:
        """The value where none is given."""
        value = self.highest if self.default is None else self.default
        assert value is not None  # a declaration without default has a last year
        return value

    def expectation(self) -> str:
        """Say in words what a value may be, as error messages and ``carsi list`` print it."""
        allowed = self.allowed
        if len(allowed) > MANY_CHOICES:
            return f"one of {len(allowed)} names; `carsi list` says where to find them"
        if allowed:
            return ("one or more of " if self.several else "one of ") + ", ".join(allowed)
        if self.kind is str:
            return f"an identifier in data/{self.table}.csv"
        last = f", or {LAST}" if self.default is None else ""
        return f"a whole number from {self.minimum} to {self.highest}{last}"

    def parse(self, value: Any) -> str | int:
        """Turn what the user gave into a value of the declared type.

        Raises:
            ParameterError: the value is of another type or outside the choices or bounds.
        """
        if self.default is None and (value is None or str(value).casefold() in (LAST, "none")):
            return self.usual
        if self.kind is int:
            return self._whole_number(value)
        text = " ".join(str(value).split())  # blanks around a name and of any width say nothing
        return self._several(text) if self.several else self._choice(text)

    def _several(self, text: str) -> str:
        """Put several choices in the order of their declaration; all of them, however told, are ``all``."""
        given = {self._choice(one.strip()) for one in text.split(",")}
        named = [choice for choice in self.allowed if choice in given - {ALL}]
        return ALL if ALL in given or {ALL, *named} >= set(self.allowed) else ",".join(named)

    def _choice(self, text: str) -> str:
        allowed = self.allowed
        for choice in allowed:
            if text.casefold() == choice.casefold():
                return choice
        if called := self._called(text):
            return called
        near = difflib.get_close_matches(text.casefold(), [c.casefold() for c in allowed], n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        # Of several, each is refused alone.
        expected = replace(self, several=False).expectation()
        raise ParameterError(f"parameter {self.name}: {text!r} is not {expected}{hint}")

    def _called(self, text: str) -> str | None:
        """Find the one choice whose name this is, or begins: ``Honduras`` and ``HON`` as well as ``HND``."""
        called = {} if self.table is None or self.rows is None else names(self.table, self.rows)
        wanted = folded(text)
        for fits in (str.__eq__, str.startswith):
            found = {choice for choice, own in called.items() if any(fits(folded(name), wanted) for name in own)}
            if len(found) == 1 and len(wanted) >= SHORTEST_BEGINNING:
                return found.pop()
        return None

    def _whole_number(self, value: Any) -> int:
        # Python itself would also take 2_008 and digits of other scripts; True is no number here.
        number = int(str(value)) if _WHOLE_NUMBER.fullmatch(str(value)) else None
        if number is None or not self._within_bounds(number):
            raise ParameterError(f"parameter {self.name}: {value!r} is not {self.expectation()}")
        return number

    def _within_bounds(self, number: int) -> bool:
        above = self.minimum is None or number >= self.minimum
        highest = self.highest
        return above and (highest is None or number <= highest)


@dataclass(frozen=True)
class Report:
    """A report: the notebook that makes it, what it is called, and the parameters it takes.

    Attributes:
        compact: whether it is a hand-out of few pages, printed densely.
        first_page: whether it begins with a page that stands alone.
    """

    report_id: str
    notebook: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    compact: bool = False
    first_page: bool = False

    def parameter(self, name: str) -> Parameter:
        """Find a declared parameter.

        Raises:
            ParameterError: the report declares no such parameter; the message suggests the nearest name.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        names = [p.name for p in self.parameters]
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"it takes {', '.join(names)}"
        raise ParameterError(f"report {self.report_id} has no parameter {name!r}; {hint}")


# The file


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Parameter(_Entry):
    type: Literal["text", "whole number"]
    default: str | int | None = None
    choices: list[str] = []
    languages: bool = False
    table: str | None = None
    rows: dict[str, str] | None = None
    minimum: int | None = None
    last_of: list[str] = []
    subject: bool = False
    several: bool = False
    prefix: str = ""


class _Report(_Entry):
    notebook: str = Field(pattern=r"^[\w.-]+\.ipynb$")
    parameters: list[str]
    compact: bool = False
    first_page: bool = False


class _Catalogue(_Entry):
    parameters: dict[str, _Parameter]
    reports: dict[str, _Report]
    explore: dict[str, _Report]

    @model_validator(mode="after")
    def _parameters_exist(self) -> "_Catalogue":
        for name, report in (self.reports | self.explore).items():
            if unknown := [one for one in report.parameters if one not in self.parameters]:
                raise ValueError(f"report {name} takes {unknown[0]}, which is none of the parameters declared")
        return self


@dataclass(frozen=True)
class Catalogue:
    """What the file declares, with its words in every language."""

    parameters: dict[str, Parameter]
    reports: dict[str, Report]
    explore: Report


def read_catalogue(text: str, words: Mapping[str, Words]) -> Catalogue:
    """Read a catalogue and give each parameter and report its words.

    Args:
        text: the TOML.
        words: the words of each language.

    Raises:
        UsageError: the TOML holds what is not allowed.
        WordsError: a language lacks a word.
    """
    file = read_toml(text, _Catalogue, FILE)
    parameters = {name: _parameter(name, one, words) for name, one in file.parameters.items()}

    def report(report_id: str, one: _Report) -> Report:
        title, description = (_texts(words, f"report.{report_id}.{part}") for part in ("title", "description"))
        taken = tuple(parameters[name] for name in one.parameters)
        return Report(report_id, one.notebook, title, description, taken, one.compact, one.first_page)

    (explore,) = (report(name, one) for name, one in file.explore.items())
    return Catalogue(parameters, {name: report(name, one) for name, one in file.reports.items()}, explore)


def _parameter(name: str, entry: _Parameter, words: Mapping[str, Words]) -> Parameter:
    choices = tuple(words) if entry.languages else tuple(entry.choices)
    if entry.languages:  # a language names itself, whatever the language of the report
        labels = {choice: dict.fromkeys(words, words[choice]("language.name")) for choice in choices}
    else:
        labels = {choice: _texts(words, f"parameter.{name}.choices.{choice}") for choice in choices}
    return Parameter(
        name=name,
        kind=str if entry.type == "text" else int,
        label=_texts(words, f"parameter.{name}.label"),
        help=_texts(words, f"parameter.{name}.help"),
        choices=choices,
        choice_labels=labels,
        **entry.model_dump(exclude={"type", "choices", "languages"}),
    )


def _texts(words: Mapping[str, Words], key: str) -> dict[str, str]:
    """The text of a key in every language."""
    return {language: own(key) for language, own in words.items()}


FILE = "catalogue.toml"
LANGUAGES = languages()
_DECLARED = read_catalogue(
    (files("carsi_analysis") / FILE).read_text(encoding="utf-8"),
    {language: words_of(language) for language in LANGUAGES},
)
PARAMETERS, REPORTS = _DECLARED.parameters, _DECLARED.reports
LANGUAGE, COUNTRY, DOLLARS = (PARAMETERS[name] for name in ("language", "country", "dollars"))
START_YEAR, END_YEAR = PARAMETERS["start_year"], PARAMETERS["end_year"]
INDICATOR, COUNTRIES = PARAMETERS["indicator"], PARAMETERS["countries"]
EXPLORE = _DECLARED.explore
"""The notebook for looking around. It is no report: no edition holds it, and ``carsi build`` does not make it."""


def find_report(report_id: str) -> Report:
    """Find a report by its identifier.

    Raises:
        UsageError: no report has that identifier; the message suggests the nearest one.
    """
    if report_id in REPORTS:
        return REPORTS[report_id]
    near = difflib.get_close_matches(report_id, REPORTS, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(REPORTS)}"
    raise UsageError(f"no report is called {report_id!r}; {hint}")


def check_parameters(report: Report, given: Mapping[str, Any]) -> dict[str, str | int]:
    """Complete and type the parameters of a report, in the order of their declaration.

    Args:
        report: the report that will receive them.
        given: names and values as the user gave them; text is accepted for whole numbers.

    Raises:
        ParameterError: an unknown name, a wrong value, or a first year after the last.
    """
    for name in given:
        report.parameter(name)
    values = {p.name: p.parse(given.get(p.name, p.usual)) for p in report.parameters}
    start, end = values.get("start_year"), values.get("end_year")
    if isinstance(start, int) and isinstance(end, int):
        check_span(start, end)
    return values


def check_span(start_year: int, end_year: int) -> None:
    """Refuse a span that ends before it begins.

    Raises:
        ParameterError: the first year is after the last.
    """
    if start_year > end_year:
        raise ParameterError(
            f"parameter start_year: {start_year} is after end_year {end_year}; swap them or widen the span"
        )


def document_id(report: Report, values: Mapping[str, str | int]) -> str:
    """Name a document: the report, what differs from the defaults, and the language last.

    The name is the file name, the link, the log line and the key to resume by: ``country-profile-hnd-es``,
    ``regional-briefing-from-2008-en``. A subject that cannot be all is always named.
    """
    parts = [report.report_id]
    for parameter in report.parameters:
        value = values.get(parameter.name, parameter.usual)
        told_always = parameter.subject and ALL not in parameter.choices
        if parameter.name != "language" and (told_always or value != parameter.usual):
            parts.append(parameter.prefix + str(value).lower().replace("_", "-"))
    parts.append(str(values.get("language", LANGUAGE.default)))
    return "-".join(parts)
