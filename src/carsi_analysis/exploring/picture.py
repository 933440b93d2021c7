"""The chart of a choice. What has no value in the years and countries picked is said in words, never drawn empty."""

from dataclasses import replace

import pandas as pd

from carsi_analysis.analysis import dollars, funding, obligations, threats
from carsi_analysis.catalogue import COUNTRY, FIRST_YEAR, LAST_YEAR
from carsi_analysis.data import Package
from carsi_analysis.errors import CarsiError
from carsi_analysis.exhibits import charts
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exploring.choice import Choice
from carsi_analysis.exploring.subjects import APPROPRIATIONS, OBLIGATIONS, observed


class NothingToShow(CarsiError):
    """The data hold no value for what was picked; the message says so in the reader's language."""


def chart_of(choice: Choice, package: Package) -> Chart:
    """Draw what was picked in the house style.

    Raises:
        NothingToShow: no value for these years and countries.
    """
    if choice.subject.subject_id == APPROPRIATIONS:
        return _appropriations(choice, package)
    if choice.subject.subject_id == OBLIGATIONS:
        return _obligations(choice, package)
    return _indicator(choice, package)


def _indicator(choice: Choice, package: Package) -> Chart:
    """Draw the countries side by side; one country alone stands among the others."""
    series = threats.indicator_series(
        observed(package), package.countries, choice.subject.subject_id, FIRST_YEAR, LAST_YEAR
    )
    shown = series[series["year"].between(choice.start_year, choice.end_year)]
    chosen = shown[shown["country_iso3"].isin(choice.countries)]
    _refuse_nothing(chosen, series, choice, package)
    held = chosen["country_iso3"].unique()
    if choice.subject.subject_id == threats.TIER:
        chart = charts.trafficking_tiers(chosen, locale=choice.locale)
    else:
        described = threats.indicator(package.indicators, package.units, choice.subject.subject_id)
        alone = held[0] if len(held) == 1 else None
        chart = charts.indicator_trend(
            chosen if alone is None else shown, described, locale=choice.locale, highlight=alone
        )
    return _with_gaps_named(chart, choice, set(held), package)


def _appropriations(choice: Choice, package: Package) -> Chart:
    amounts = funding.appropriations_by_account(package.funding, package.accounts)
    chosen = amounts[amounts["fiscal_year"].between(choice.start_year, choice.end_year)]
    _refuse_nothing(chosen, amounts, choice, package)
    last = int(amounts["fiscal_year"].max())
    return charts.funding_by_account(
        dollars.in_dollars(chosen, choice.dollars, package.deflators),
        locale=choice.locale,
        dollars=choice.dollars,
        unknown_from=last + 1 if choice.end_year > last else None,
    )


def _obligations(choice: Choice, package: Package) -> Chart:
    """Draw the countries picked, and the regional line beside all seven, since it is nobody's alone."""
    every_year = obligations.obligations(package.official_obligations, package.countries, FIRST_YEAR, LAST_YEAR)
    booked = every_year[every_year["fiscal_year"].between(choice.start_year, choice.end_year)]
    held = booked[booked["country_iso3"].isin(choice.countries)]
    _refuse_nothing(held, every_year, choice, package)
    seven = package.countries.loc[package.countries["kind"] == "country", "country_iso3"]
    by_agency = obligations.by_country_and_agency(booked if set(choice.countries) == set(seven) else held)
    chart = charts.obligations_by_country(
        dollars.in_dollars(by_agency, choice.dollars, package.deflators), locale=choice.locale, dollars=choice.dollars
    )
    return _with_gaps_named(chart, choice, set(held["country_iso3"]), package)


def _refuse_nothing(chosen: pd.DataFrame, series: pd.DataFrame, choice: Choice, package: Package) -> None:
    """Say what the series holds when nothing of it was picked."""
    if not chosen.empty:
        return
    locale, years = choice.locale, series["fiscal_year" if "fiscal_year" in series.columns else "year"]
    held = locale.years(int(years.min()), int(years.max()))
    if choice.subject.by_country:
        names = _names(package, [iso for iso in COUNTRY.allowed if iso in set(series["country_iso3"])], locale)
        held += f" ({locale.items(names)})"
    asked = locale.years(choice.start_year, choice.end_year)
    label = choice.subject.label(locale)
    raise NothingToShow(locale.words("explore.nothing", label=label, asked=asked, held=held))


def _names(package: Package, isos: list[str], locale: Locale) -> list[str]:
    labels = package.countries.set_index("country_iso3")[f"label_{locale.language}"]
    return [str(labels[iso]) for iso in isos]


def _with_gaps_named(chart: Chart, choice: Choice, held: set[str], package: Package) -> Chart:
    """Name the countries that were picked and have no value, which the chart cannot show."""
    locale = choice.locale
    lacking = _names(package, [iso for iso in choice.countries if iso not in held], locale)
    if not lacking:
        return chart
    told = locale.words("explore.gaps", countries=locale.items(lacking))
    return replace(chart, notes=(*chart.notes, told))
