"""The reports that exist and the parameters that each takes, declared once.

The command line, the check before a kernel starts, ``carsi list``, the widgets of ``explore.ipynb`` and the
title block of a report all read these declarations.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from carsi_analysis.errors import UsageError

LANGUAGES = ("en", "es")
SEVEN_COUNTRIES = ("BLZ", "CRI", "SLV", "GTM", "HND", "NIC", "PAN")
THREATS = (
    "drug_trafficking",
    "arms_trafficking",
    "firearms_availability",
    "gang_violence",
    "human_trafficking",
    "organized_crime",
    "illicit_finance",
    "corruption_impunity",
)
GOALS = ("safe_streets", "disrupt_movement", "accountable_governments", "state_presence", "regional_coordination")
APPROPRIATION_ACCOUNTS = ("incle", "esf", "fmf", "nadr")
ALL = "all"
MANY_CHOICES = 20
"""From here on a message counts the choices rather than listing them."""
FIRST_YEAR = 2000
LAST_YEAR = 2025
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")


class ParameterError(UsageError):
    """A parameter is unknown, misspelt, or has a value that its declaration does not allow."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a report: its type, what it may be, and what it is called in both languages.

    Attributes:
        table: table of the data package whose first key the choices are, and which names them in both languages.
        choice_labels: names of the choices that the data do not hold, such as ``all``.
        several: whether several choices may be given at once, as text with commas between them.
        subject: whether a choice says what the whole report is about, so that it stands in the title.
    """

    name: str
    kind: type[str] | type[int]
    default: str | int
    label: dict[str, str]
    help: dict[str, str]
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    table: str | None = None
    choice_labels: Mapping[str | int, dict[str, str]] = field(default_factory=dict)
    subject: bool = False
    several: bool = False

    def expectation(self) -> str:
        """Say in words what a value may be, as error messages and ``carsi list`` print it."""
        if len(self.choices) > MANY_CHOICES:
            return f"one of {len(self.choices)} names; `carsi list` says where to find them"
        if self.choices:
            return ("one or more of " if self.several else "one of ") + ", ".join(self.choices)
        if self.kind is str:
            return f"an identifier in data/{self.table}.csv"
        return f"a whole number from {self.minimum} to {self.maximum}"

    def parse(self, value: Any) -> str | int:
        """Turn what the user gave into a value of the declared type.

        Raises:
            ParameterError: the value is of another type or outside the choices or bounds.
        """
        if self.kind is int:
            return self._whole_number(value)
        return self._several(str(value)) if self.several else self._choice(str(value))

    def _several(self, text: str) -> str:
        """Put several choices in the order of their declaration; all of them, however told, are ``all``."""
        given = {self._choice(one.strip()) for one in text.split(",")}
        named = [choice for choice in self.choices if choice in given - {ALL}]
        return ALL if ALL in given or {ALL, *named} >= set(self.choices) else ",".join(named)

    def _choice(self, text: str) -> str:
        for choice in self.choices:
            if text.casefold() == choice.casefold():
                return choice
        near = difflib.get_close_matches(text.casefold(), [c.casefold() for c in self.choices], n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        # Of several, each is refused alone.
        expected = replace(self, several=False).expectation()
        raise ParameterError(f"parameter {self.name}: {text!r} is not {expected}{hint}")

    def _whole_number(self, value: Any) -> int:
        # Python itself would also take 2_008 and digits of other scripts; True is no number here.
        number = int(str(value)) if _WHOLE_NUMBER.fullmatch(str(value)) else None
        if number is None or not self._within_bounds(number):
            raise ParameterError(f"parameter {self.name}: {value!r} is not {self.expectation()}")
        return number

    def _within_bounds(self, number: int) -> bool:
        above = self.minimum is None or number >= self.minimum
        return above and (self.maximum is None or number <= self.maximum)


@dataclass(frozen=True)
class Report:
    """A report: the notebook that makes it, what it is called, and the parameters it takes.

    Attributes:
        compact: whether it is a hand-out of few pages, printed densely.
    """

    report_id: str
    notebook: str
    title: dict[str, str]
    description: dict[str, str]
    parameters: tuple[Parameter, ...]
    compact: bool = False

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


LANGUAGE = Parameter(
    "language",
    str,
    "en",
    {"en": "Language", "es": "Idioma"},
    {"en": "language of the report", "es": "idioma del informe"},
    choices=LANGUAGES,
    choice_labels={"en": {"en": "English", "es": "English"}, "es": {"en": "Español", "es": "Español"}},
)
START_YEAR = Parameter(
    "start_year",
    int,
    FIRST_YEAR,
    {"en": "First year", "es": "Primer año"},
    {"en": "first year shown", "es": "primer año que se muestra"},
    minimum=FIRST_YEAR,
    maximum=LAST_YEAR,
)
END_YEAR = Parameter(
    "end_year",
    int,
    LAST_YEAR,
    {"en": "Last year", "es": "Último año"},
    {"en": "last year shown", "es": "último año que se muestra"},
    minimum=FIRST_YEAR,
    maximum=LAST_YEAR,
)
COUNTRY = Parameter(
    "country",
    str,
    "HND",
    {"en": "Country", "es": "País"},
    {"en": "country of the report", "es": "país del informe"},
    choices=SEVEN_COUNTRIES,
    table="countries",
    subject=True,
)
DOLLARS = Parameter(
    "dollars",
    str,
    "nominal",
    {"en": "Dollars", "es": "Dólares"},
    {
        "en": "dollars of each year, or of one price level",
        "es": "dólares de cada año, o de un mismo nivel de precios",
    },
    choices=("nominal", "constant"),
    choice_labels={
        "nominal": {"en": "nominal dollars", "es": "dólares nominales"},
        "constant": {"en": "constant dollars", "es": "dólares constantes"},
    },
)
THREAT = Parameter(
    "threat",
    str,
    ALL,
    {"en": "Threat", "es": "Amenaza"},
    {"en": "one threat of the editorial, or all of them", "es": "una amenaza del editorial, o todas"},
    choices=(ALL, *THREATS),
    table="threats",
    choice_labels={ALL: {"en": "all threats", "es": "todas las amenazas"}},
    subject=True,
)
GOAL = Parameter(
    "goal",
    str,
    ALL,
    {"en": "Goal", "es": "Objetivo"},
    {"en": "one goal of the initiative, or all of them", "es": "un objetivo de la iniciativa, o todos"},
    choices=(ALL, *GOALS),
    table="goals",
    choice_labels={ALL: {"en": "all goals", "es": "todos los objetivos"}},
    subject=True,
)
ACCOUNT = Parameter(
    "account",
    str,
    ALL,
    {"en": "Account", "es": "Cuenta"},
    {"en": "one account of the appropriations, or all of them", "es": "una cuenta de las asignaciones, o todas"},
    choices=(ALL, *APPROPRIATION_ACCOUNTS),
    table="accounts",
    choice_labels={ALL: {"en": "all accounts", "es": "todas las cuentas"}},
)
INDICATOR = Parameter(
    "indicator",
    str,
    "hom_rate_unodc",
    {"en": "Indicator", "es": "Indicador"},
    {
        "en": "what is measured (or money: appropriations_by_account, obligations_by_country)",
        "es": "qué se mide (o dinero: appropriations_by_account, obligations_by_country)",
    },
    table="indicators",
)
COUNTRIES = Parameter(
    "countries",
    str,
    ALL,
    {"en": "Countries", "es": "Países"},
    {"en": "countries by their codes with commas between, or all", "es": "países por sus códigos con comas, o todos"},
    choices=(ALL, *SEVEN_COUNTRIES),
    table="countries",
    choice_labels={ALL: {"en": "all seven", "es": "los siete"}},
    several=True,
)

EXPLORE = Report(
    "explore",
    "explore.ipynb",
    {"en": "Explore the data", "es": "Explorar los datos"},
    {
        "en": "pick an indicator or money, countries, years and dollars; see the chart with its sources, take the CSV",
        "es": "elija un indicador o dinero, países, años y dólares; vea el gráfico con sus fuentes y llévese el CSV",
    },
    (LANGUAGE, INDICATOR, COUNTRIES, START_YEAR, END_YEAR, DOLLARS),
)
"""The notebook for looking around. It is no report: no edition holds it, and ``carsi build`` does not make it."""

REPORTS: dict[str, Report] = {
    report.report_id: report
    for report in (
        Report(
            "regional-briefing",
            "regional_briefing.ipynb",
            {
                "en": "US security assistance to Central America",
                "es": "Ayuda de seguridad de EE. UU. a Centroamérica",
            },
            {
                "en": "what CARSI is, what it faces, what was paid, and what is known of results",
                "es": "qué es la CARSI, qué enfrenta, qué se pagó y qué se sabe de los resultados",
            },
            (LANGUAGE, START_YEAR, END_YEAR, DOLLARS),
        ),
        Report(
            "threats",
            "threats.ipynb",
            {"en": "Threats to security in Central America", "es": "Amenazas a la seguridad en Centroamérica"},
            {
                "en": "what is known of each threat that CARSI names, country by country",
                "es": "qué se sabe, país por país, de cada amenaza que nombra la CARSI",
            },
            (LANGUAGE, THREAT, START_YEAR, END_YEAR),
        ),
        Report(
            "goals",
            "goals.ipynb",
            {"en": "Goals of the initiative", "es": "Objetivos de la iniciativa"},
            {
                "en": "what each goal says, what it answers, what aid serves it, what would show progress",
                "es": "qué dice cada objetivo, a qué responde, qué ayuda le sirve, qué mostraría un avance",
            },
            (LANGUAGE, GOAL),
        ),
        Report(
            "funding",
            "funding.ipynb",
            {"en": "The money of CARSI, stage by stage", "es": "El dinero de la CARSI, etapa por etapa"},
            {
                "en": "what was requested, appropriated, allocated, obligated and disbursed, and what is not known",
                "es": "qué se solicitó, asignó, distribuyó, comprometió y desembolsó, y qué no se sabe",
            },
            (LANGUAGE, START_YEAR, END_YEAR, DOLLARS, ACCOUNT),
        ),
        Report(
            "results",
            "results.ipynb",
            {"en": "Results of CARSI: what is known", "es": "Resultados de la CARSI: lo que se sabe"},
            {
                "en": "what evaluations found, what the indicators did, and why that is not an effect",
                "es": "qué hallaron las evaluaciones, qué hicieron los indicadores y por qué eso no es un efecto",
            },
            (LANGUAGE, START_YEAR, END_YEAR),
        ),
        Report(
            "country-profile",
            "country_profile.ipynb",
            {"en": "Country profile", "es": "Perfil de país"},
            {
                "en": "threats, US money, and homicide beside the region, on two pages",
                "es": "amenazas, dinero de Estados Unidos y homicidios frente a la región, en dos páginas",
            },
            (LANGUAGE, COUNTRY, START_YEAR, END_YEAR, DOLLARS),
            compact=True,
        ),
        Report(
            "data-book",
            "data_book.ipynb",
            {"en": "Data book", "es": "Libro de datos"},
            {
                "en": "every table and indicator: coverage, definitions, sources, corrections and conflicts",
                "es": "cada tabla e indicador: cobertura, definiciones, fuentes, correcciones y conflictos",
            },
            (LANGUAGE,),
            compact=True,
        ),
        Report(
            "gallery",
            "gallery.ipynb",
            {"en": "Gallery of charts and tables", "es": "Galería de gráficos y cuadros"},
            {
                "en": "every chart and table there is, each with the name of the function that makes it",
                "es": "todos los gráficos y cuadros que hay, cada uno con el nombre de la función que lo hace",
            },
            (LANGUAGE,),
        ),
    )
}


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
    values = {p.name: p.parse(given.get(p.name, p.default)) for p in report.parameters}
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
    ``regional-briefing-from-2008-en``.
    """
    prefix = {"start_year": "from-", "end_year": "to-"}
    parts = [report.report_id]
    for parameter in report.parameters:
        value = values.get(parameter.name, parameter.default)
        told_always = parameter.name == "country"
        if parameter.name != "language" and (told_always or value != parameter.default):
            parts.append(prefix.get(parameter.name, "") + str(value).lower().replace("_", "-"))
    parts.append(str(values.get("language", LANGUAGE.default)))
    return "-".join(parts)
