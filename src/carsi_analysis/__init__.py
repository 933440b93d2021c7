"""Sourced data, analysis and briefings on the Central America Regional Security Initiative (CARSI).

The door for an analyst; what is behind it is imported when it is first asked for.

>>> import carsi_analysis as carsi
>>> study = carsi.study(start_year=2008, end_year=2012)
>>> study.by_year[["fiscal_year", "amount_usd"]].head(2)
   fiscal_year  amount_usd
0         2008    60000000
1         2009   105000000
>>> carsi.exhibit("homicide-change", study).title
'Since 2008, the rate is lower in 4 countries and higher in 3'
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers read it; importing `typing` would be most of the time that this takes
if TYPE_CHECKING:
    from typing import Any

    from carsi_analysis.analysis.study import Study
    from carsi_analysis.data import Package
    from carsi_analysis.exhibits.briefing import Briefing
    from carsi_analysis.exhibits.exhibit import Exhibit

__version__ = "0.1.0"
__all__ = ["exhibit", "exhibit_names", "explore", "load", "report", "study"]


def load() -> Package:
    """Load the data package, checked: ``load().funding`` is a table, a frame of typed columns.

    >>> load().funding["amount_usd"].dtype
    dtype('int64')

    Raises:
        DataError: the package does not pass its checks; the message lists what is wrong.
    """
    from carsi_analysis.data import load as load_package

    return load_package()


def study(**choices: Any) -> Study:
    """Make a study: the data in the years, dollars and country chosen, with every prepared frame.

    Each frame keeps two columns on every row: ``sources`` and ``rows``, the identifiers of what it rests on.

    >>> homicide = study(start_year=2021, end_year=2023).homicide
    >>> homicide.loc[homicide["country_iso3"] == "HND", ["year", "value"]].round(1)
        year  value
    8   2021   38.2
    9   2022   35.0
    10  2023   31.4

    Args:
        choices: ``start_year``, ``end_year``, ``dollars`` (``nominal`` or ``constant``) and ``country`` (an ISO code);
            what is left out is every year, nominal dollars and no one country.

    Raises:
        ParameterError: a value that is not allowed; the message says what is.
    """
    from carsi_analysis.analysis.study import Study

    return Study(load(), **choices)


def exhibit_names() -> list[str]:
    """Name every chart and table that ``exhibit`` makes.

    >>> exhibit_names()[-1]
    'indicator-dictionary'
    """
    from carsi_analysis.exhibits.gallery import every_example

    return list(every_example(load()))


def exhibit(name: str, of: Study | None = None, language: str = "en") -> Exhibit:
    """Make one of our charts or tables; as the last line of a cell it shows itself, with sources and caveats.

    >>> chart = exhibit("funding-by-account", study(dollars="constant"))
    >>> chart.subtitle
    'CARSI appropriations by account and fiscal year, millions of constant FY2024 US dollars'
    >>> chart.data["fiscal_year"].tolist()
    [2008, 2009, 2010, 2011, 2012]

    Args:
        name: one of ``exhibit_names()``.
        of: the study that it is made of; all years in nominal dollars if there is none.
        language: ``en`` or ``es``.

    Raises:
        UsageError: nothing has that name; the message suggests the nearest.
        ExhibitError: the study holds nothing of what it shows.
    """
    from carsi_analysis.exhibits.gallery import exhibit_call
    from carsi_analysis.exhibits.locale import Locale

    return exhibit_call(name, study() if of is None else of)(locale=Locale(language))


def explore(**choices: Any) -> None:
    """Show the controls to look around with, under the running cell of JupyterLab; elsewhere the chart of a choice.

    Args:
        choices: where they begin: ``indicator``, ``countries``, ``start_year``, ``end_year``, ``dollars``,
            ``language``.

    Raises:
        ParameterError: a value that is not allowed.
    """
    from carsi_analysis.exploring import explore as show_controls

    show_controls(**choices)


def report(report_id: str, **parameters: Any) -> Briefing:
    """Begin a report in a notebook; its cells may then begin with ``%%say`` and hold prose in every language.

    >>> briefing = report("funding", language="es", start_year=2008)
    >>> briefing.study
    <Study 2008–2026, nominal dollars>

    Args:
        report_id: one of the reports that ``carsi list`` names.
        parameters: those of the report.

    Raises:
        UsageError: no such report, or a parameter that it does not allow.
    """
    from carsi_analysis.exhibits.briefing import Briefing
    from carsi_analysis.exhibits.injected import check_injected

    briefing = Briefing(report_id, **parameters)
    check_injected(briefing.report)
    briefing.prose.begin()
    return briefing
