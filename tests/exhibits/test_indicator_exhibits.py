"""Every chart and table of threats and indicators, from the real data, in both languages."""

from collections.abc import Callable
from functools import cache

import pandas as pd
import pytest

from carsi_analysis.analysis import coverage, standing, threats
from carsi_analysis.data import load
from carsi_analysis.exhibits import charts, tables
from carsi_analysis.exhibits.drawing import svg_of
from carsi_analysis.exhibits.exhibit import Chart, Exhibit
from carsi_analysis.exhibits.locale import Locale
from tests.exhibits.drawn import check_fits

START, END = 2000, 2025


@cache
def observations() -> pd.DataFrame:
    package = load()
    return threats.with_tiers(package.observations, package.tip_tiers)


@cache
def series(indicator_id: str) -> pd.DataFrame:
    return threats.indicator_series(observations(), load().countries, indicator_id, START, END)


def described(indicator_id: str) -> pd.Series:
    return threats.indicator(load().indicators, load().units, indicator_id)


def points(indicator_id: str) -> pd.DataFrame:
    package = load()
    return threats.estimates(observations(), package.countries, package.sources, indicator_id, START, END)


@cache
def leads() -> pd.DataFrame:
    package = load()
    return standing.lead_indicators(package.threats, package.indicator_threats, package.indicators, package.units)


@cache
def lead_values() -> pd.DataFrame:
    values = threats.measured(observations(), load().countries)
    return values[values["indicator_id"].isin(leads()["indicator_id"])]


@cache
def latest() -> pd.DataFrame:
    return standing.latest_values(lead_values(), load().indicators, 2008)


@cache
def extents() -> pd.DataFrame:
    package = load()
    covered = coverage.coverage(threats.measured(observations(), package.countries))
    return coverage.extent(threats.described_indicators(package.indicators, package.units), covered)


def editions() -> pd.DataFrame:
    package = load()
    return threats.editions(observations(), package.countries, package.indicators, START, END)


def trend(indicator_id: str, highlight: str | None = None) -> Callable[[Locale], Exhibit]:
    return lambda locale: charts.indicator_trend(
        series(indicator_id), described(indicator_id), locale=locale, highlight=highlight
    )


def tile(indicator_id: str) -> Callable[[Locale], Exhibit]:
    last = threats.last_of(series(indicator_id), load().countries)
    return lambda locale: charts.tile_map(last, described(indicator_id), locale=locale)


MAIN_INDICATORS = sorted(
    row.indicator_id for row in load().indicators.itertuples() if row.role == "main" and row.held_in == "observations"
)

CATALOGUE: dict[str, Callable[[Locale], Exhibit]] = {
    **{f"trend of {indicator_id}": trend(indicator_id) for indicator_id in (*MAIN_INDICATORS, "fa_hom_share")},
    **{f"homicide of {iso}": trend("hom_rate_unodc", iso) for iso in ("BLZ", "HND", "NIC", "SLV")},
    "survey of SLV": trend("vic_latinobarometro", "SLV"),
    "arms of PAN": trend("arms_seized", "PAN"),
    "corruption of CRI": trend("ti_cpi", "CRI"),
    **{f"map of {one}": tile(one) for one in ("hom_rate_unodc", "ti_cpi", "wgi_rule_of_law", "prison_rate")},
    "two years": lambda locale: charts.two_years(
        threats.two_years(series("wgi_corruption"), 2008, 2023), described("wgi_corruption"), locale=locale
    ),
    "homicide trends": lambda locale: charts.homicide_trends(
        series("hom_rate_unodc"), series("hom_rate_unodc_2026"), locale=locale
    ),
    "homicide change": lambda locale: charts.homicide_change(
        threats.changes(series("hom_rate_unodc"), 2008), locale=locale
    ),
    "homicide editions": lambda locale: charts.homicide_editions(
        editions()[editions()["country_iso3"].isin(["GTM", "HND", "NIC", "PAN"])],
        threats.disagreements(editions()),
        locale=locale,
    ),
    "cocaine": lambda locale: charts.cocaine_seizures(
        series("coc_seized_unodc"), series("coc_seized_insight"), locale=locale
    ),
    "tiers": lambda locale: charts.trafficking_tiers(series(threats.TIER), locale=locale),
    "gangs": lambda locale: charts.gang_estimates(points("gang_members"), described("gang_members"), locale=locale),
    "firearm homicides": lambda locale: charts.firearm_homicides(
        points("fa_hom_share"), described("fa_hom_share"), locale=locale
    ),
    "civilian firearms": lambda locale: charts.civilian_firearms(
        threats.two_years(series("fa_per100"), 2007, 2017), described("fa_per100"), locale=locale
    ),
    "corruption perceptions": lambda locale: charts.corruption_perceptions(
        series("ti_cpi"), series("ti_cpi_old"), locale=locale
    ),
    "organized crime": lambda locale: charts.editions_compared(
        series("oci_criminality"), described("oci_criminality"), locale=locale
    ),
    "border": lambda locale: charts.border_encounters(
        series("usbp_encounters"), described("usbp_encounters"), locale=locale
    ),
    "matrix of first leads": lambda locale: charts.threat_matrix(
        latest(), leads()[leads()["lead_order"] == 1], locale=locale
    ),
    "matrix": lambda locale: charts.threat_matrix(latest(), leads(), locale=locale),
    "coverage": lambda locale: charts.coverage_strip(coverage.coverage_by_year(lead_values()), leads(), locale=locale),
    "coverage of BLZ": lambda locale: charts.coverage_strip(
        coverage.coverage_by_year(lead_values().query("country_iso3 == 'BLZ'")),
        leads(),
        locale=locale,
        of_countries=1,
    ),
    "threat indicators": lambda locale: tables.threat_indicators(
        coverage.threat_coverage(load().threats, load().indicator_threats, extents()), locale=locale
    ),
    **{
        f"scorecard of {iso}": lambda locale, iso=iso: tables.scorecard(
            standing.scorecard(latest(), leads(), iso), locale=locale
        )
        for iso in ("BLZ", "CRI", "GTM", "HND", "NIC", "PAN", "SLV")
    },
    "disagreements": lambda locale: tables.homicide_disagreements(threats.disagreements(editions()), locale=locale),
    "coverage table": lambda locale: tables.data_coverage(coverage.coverage(lead_values()), leads(), locale=locale),
    "dictionary": lambda locale: tables.indicator_dictionary(extents(), locale=locale),
}

CASES = [(name, "es") for name in CATALOGUE] + [
    (name, "en")
    for name in CATALOGUE
    if not name.startswith("trend of ") or name.endswith(("hom_rate_unodc", "ti_cpi"))
]
"""Spanish is longer: the many trends, alike in build, are drawn in it alone."""

every_exhibit = pytest.mark.parametrize("name", CATALOGUE)


@pytest.mark.parametrize(("name", "language"), CASES)
def test_it_is_made_drawn_and_fits(name, language):
    exhibit = CATALOGUE[name](Locale(language))
    check_fits(exhibit)


@every_exhibit
def test_both_languages_show_the_same_numbers_in_different_words(name):
    english, spanish = (CATALOGUE[name](Locale(language)) for language in ("en", "es"))
    assert english.exhibit_id == spanish.exhibit_id
    assert english.rows == spanish.rows
    assert english.measure != spanish.measure
    assert english.title != spanish.title
    assert len(english.cells()) == len(spanish.cells())


@pytest.mark.parametrize("name", ["trend of prison_rate", "homicide of HND", "matrix", "cocaine", "tiers", "gangs"])
def test_the_same_chart_gives_the_same_bytes(name):
    one, other = (CATALOGUE[name](Locale("en")) for _ in range(2))
    assert isinstance(one, Chart) and isinstance(other, Chart)
    assert svg_of(one) == svg_of(other)
