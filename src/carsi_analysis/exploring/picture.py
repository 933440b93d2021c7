"""The chart of a choice. What has no value in the years and countries picked is said in words, never drawn empty."""

from dataclasses import replace

import pandas as pd

from carsi_analysis.analysis import obligations, threats
from carsi_analysis.errors import CarsiError
from carsi_analysis.exhibits import charts
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.money import telling_unpriced
from carsi_analysis.exploring.choice import Choice
from carsi_analysis.exploring.subjects import APPROPRIATIONS, OBLIGATIONS


class NothingToShow(CarsiError):
    """The data hold no value for what was picked; the message says so in the reader's language."""


def chart_of(choice: Choice) -> Chart:
    """Draw what was picked in the house style.

    Raises:
        NothingToShow: no value for these years and countries.
    """
    if choice.subject.subject_id == APPROPRIATIONS:
        return _appropriations(choice)
    if choice.subject.subject_id == OBLIGATIONS:
        return _obligations(choice)
    return _indicator(choice)


def map_of(choice: Choice) -> Chart:
    """Draw the last value of every country on the tile map, whichever countries are picked.

    Raises:
        NothingToShow: no value for these years, or money, which has no map.
    """
    study, subject = choice.study, choice.subject
    if subject.in_dollars:
        raise NothingToShow(choice.locale.words("explore.no_map", label=subject.label(choice.locale)))
    shown = study.series(subject.subject_id)
    _refuse_nothing(shown, study.of_all_years.series(subject.subject_id), choice)
    last = threats.last_of(shown, study.data.countries)
    return charts.tile_map(last, study.described(subject.subject_id), locale=choice.locale)


def _indicator(choice: Choice) -> Chart:
    """Draw the countries side by side; one country alone stands among the others."""
    study, indicator_id = choice.study, choice.subject.subject_id
    shown = study.series(indicator_id)
    chosen = shown[shown["country_iso3"].isin(choice.countries)]
    _refuse_nothing(chosen, study.of_all_years.series(indicator_id), choice)
    held = chosen["country_iso3"].unique()
    if indicator_id == threats.TIER:
        chart = charts.trafficking_tiers(chosen, locale=choice.locale)
    else:
        alone = held[0] if len(held) == 1 else None
        chart = charts.indicator_trend(
            chosen if alone is None else shown,
            study.described(indicator_id),
            locale=choice.locale,
            highlight=alone,
        )
    return _with_gaps_named(chart, choice, set(held))


def _appropriations(choice: Choice) -> Chart:
    study = choice.study
    _refuse_nothing(study.appropriations, study.by_account, choice)
    chart = charts.funding_by_account(
        study.appropriations, locale=choice.locale, dollars=study.dollars, unknown_from=study.unknown_from
    )
    return telling_unpriced(chart, study.unpriced(study.appropriated_in_span))


def _obligations(choice: Choice) -> Chart:
    """Draw the countries picked, and the regional line beside all of them, since it is nobody's alone."""
    study = choice.study
    held = study.booked[study.booked["country_iso3"].isin(choice.countries)]
    _refuse_nothing(held, study.of_all_years.booked, choice)
    by_agency = obligations.by_country_and_agency(
        study.booked if set(choice.countries) == set(study.countries) else held
    )
    chart = charts.obligations_by_country(study.in_dollars(by_agency), locale=choice.locale, dollars=study.dollars)
    chart = telling_unpriced(chart, study.unpriced(by_agency))
    return _with_gaps_named(chart, choice, set(held["country_iso3"]))


def _refuse_nothing(chosen: pd.DataFrame, series: pd.DataFrame, choice: Choice) -> None:
    """Say what the series holds when nothing of it was picked."""
    if not chosen.empty:
        return
    locale, years = choice.locale, series["fiscal_year" if "fiscal_year" in series.columns else "year"]
    held = locale.years(int(years.min()), int(years.max()))
    if choice.subject.by_country:
        names = _names(choice, [iso for iso in choice.study.countries if iso in set(series["country_iso3"])])
        held += f" ({locale.items(names)})"
    asked = locale.years(choice.study.start_year, choice.study.end_year)
    label = choice.subject.label(locale)
    raise NothingToShow(locale.words("explore.nothing", label=label, asked=asked, held=held))


def _names(choice: Choice, isos: list[str]) -> list[str]:
    labels = choice.study.data.countries.set_index("country_iso3")[choice.locale.named("label")]
    return [str(labels[iso]) for iso in isos]


def _with_gaps_named(chart: Chart, choice: Choice, held: set[str]) -> Chart:
    """Name the countries that were picked and have no value, which the chart cannot show."""
    locale = choice.locale
    lacking = _names(choice, [iso for iso in choice.countries if iso not in held])
    if not lacking:
        return chart
    told = locale.words("explore.gaps", countries=locale.items(lacking))
    return replace(chart, notes=(*chart.notes, told))
