"""Every exhibit of money, made from the real data: what the tests draw and the benchmark times."""

from collections.abc import Callable
from functools import cache

import pandas as pd

from carsi_analysis.analysis import (
    conflicts,
    country_money,
    dollars,
    funding,
    money_known,
    obligations,
    results,
    timeline,
)
from carsi_analysis.analysis.names import Names
from carsi_analysis.data import load
from carsi_analysis.exhibits import charts, tables
from carsi_analysis.exhibits.exhibit import Exhibit
from carsi_analysis.exhibits.locale import Locale


@cache
def by_account() -> pd.DataFrame:
    return funding.appropriations_by_account(load().funding, load().accounts)


@cache
def constant() -> dollars.Dollars:
    return dollars.dollars_of("constant", load().deflators)


def by_account_constant() -> pd.DataFrame:
    return dollars.in_dollars(by_account(), constant(), load().deflators)


def paid() -> pd.DataFrame:
    return funding.paid_by_account(load().funding, load().accounts, by_account(), load().measures)


@cache
def booked(start: int = 2001, end: int = 2020) -> pd.DataFrame:
    return obligations.obligations(load().official_obligations, load().countries, start, end)


def by_country_and_agency() -> pd.DataFrame:
    return obligations.by_country_and_agency(booked())


def country_money_of(iso: str) -> Callable[[Locale], Exhibit]:
    def make(locale: Locale) -> Exhibit:
        own = by_country_and_agency()
        stated = country_money.amounts_stated(load().funding_by_country, Names.of(load()), load().countries, iso)
        return charts.country_money(own[own["country_iso3"] == iso], stated, locale=locale)

    return make


def totals() -> pd.DataFrame:
    return obligations.totals(load().official_totals, load().countries, "obligated", 2001, 2024)


def incle_appropriated() -> pd.DataFrame:
    return by_account()[by_account()["account_id"] == "incle"]


def figures() -> pd.DataFrame:
    return funding.figures_of_years(load().funding, Names.of(load()), 2012, 2017)


def effects() -> pd.DataFrame:
    return results.effects(load().evaluations, load().evaluation_results, load().units, load().caveats)


def events(start: int = 2007, end: int = 2022) -> pd.DataFrame:
    return timeline.happened(load().events, [load().funding, load().funding_by_country], start, end)


def disputed_amounts() -> pd.DataFrame:
    package = load()
    return conflicts.values_in_conflict(
        package.conflicts, package.funding, package.funding_by_country, Names.of(package)
    )


def known() -> pd.DataFrame:
    return money_known.known(load().funding, load().funding_by_country, load().measures, 2008, 2023)


PERIODS = ((2001, 2007), (2008, 2012), (2013, 2016), (2017, 2020))


def stated(iso: str) -> pd.DataFrame:
    return country_money.amounts_stated(load().funding_by_country, Names.of(load()), load().countries, iso)


MONEY: dict[str, Callable[[Locale], Exhibit]] = {
    "funding_by_account": lambda locale: charts.funding_by_account(by_account(), locale=locale),
    "funding_by_account unknown": lambda locale: charts.funding_by_account(
        by_account(), locale=locale, unknown_from=2013
    ),
    "funding_by_account constant": lambda locale: charts.funding_by_account(
        by_account_constant(), locale=locale, dollars=constant(), unknown_from=2013
    ),
    "account_shares": lambda locale: charts.account_shares(funding.shares_by_account(by_account()), locale=locale),
    "paid_by_account": lambda locale: charts.paid_by_account(paid(), locale=locale),
    "obligations_by_country": lambda locale: charts.obligations_by_country(by_country_and_agency(), locale=locale),
    "obligations_by_country constant": lambda locale: charts.obligations_by_country(
        dollars.in_dollars(by_country_and_agency(), constant(), load().deflators), locale=locale, dollars=constant()
    ),
    "obligations_per_head": lambda locale: charts.obligations_per_head(
        obligations.by_country(booked(), load().population), locale=locale
    ),
    "official_totals": lambda locale: charts.official_totals(totals(), locale=locale),
    "disbursed_by_country": lambda locale: charts.disbursed_by_country(
        country_money.disbursed_by_country(load().funding_by_country, load().countries, load().accounts),
        country_money.disbursed_undivided(load().funding, load().accounts),
        locale=locale,
    ),
    "stages_by_year": lambda locale: charts.stages_by_year(
        country_money.stages_by_year(load().funding_by_country, load().measures, load().countries, "PAN"),
        locale=locale,
    ),
    **{f"country_money {iso}": country_money_of(iso) for iso in ("BLZ", "CRI", "SLV", "GTM", "HND", "NIC", "PAN")},
    "carsi_beside_agencies": lambda locale: charts.carsi_beside_agencies(
        funding.carsi_and_supporting(load().funding, load().related_funding, load().scopes),
        obligations.by_agency(booked(2008, 2012)),
        locale=locale,
    ),
    "obligations_by_agency": lambda locale: charts.obligations_by_agency(
        obligations.by_agency_and_year(booked()), locale=locale
    ),
    "regional_line": lambda locale: charts.regional_line(
        incle_appropriated(), obligations.regional_incle(booked()), locale=locale
    ),
    "figures_of_years": lambda locale: charts.figures_of_years(figures(), locale=locale),
    "evaluation_effects": lambda locale: charts.evaluation_effects(
        effects(), results.studies(load().evaluations), locale=locale
    ),
    "timeline": lambda locale: charts.timeline(events(), locale=locale),
    "timeline short": lambda locale: charts.timeline(events(2007, 2010), locale=locale),
    "conflict_values": lambda locale: charts.conflict_values(disputed_amounts(), locale=locale),
    "money_known": lambda locale: charts.money_known(known(), locale=locale),
    "accounts_by_year table": lambda locale: tables.accounts_by_year(by_account(), locale=locale),
    "accounts_by_year table constant": lambda locale: tables.accounts_by_year(
        by_account_constant(), locale=locale, dollars=constant()
    ),
    "obligations_by_period table": lambda locale: tables.obligations_by_period(
        obligations.by_country_and_period(booked(), PERIODS),
        obligations.by_country(booked(), load().population),
        locale=locale,
    ),
    "stages_printed table": lambda locale: tables.stages_printed(
        funding.stages_printed(load().funding, Names.of(load())), locale=locale
    ),
    "amounts_stated table": lambda locale: tables.amounts_stated(stated("BLZ"), locale=locale),
    "related_money table": lambda locale: tables.related_money(
        funding.related_figures(load().related_funding, Names.of(load())), locale=locale
    ),
    "money_gaps table": lambda locale: tables.money_gaps(known(), locale=locale),
    "conflict_reasons table": lambda locale: tables.conflict_reasons(disputed_amounts(), locale=locale),
    "evaluations table": lambda locale: tables.evaluations(results.studies(load().evaluations), locale=locale),
    "reported_effects table": lambda locale: tables.reported_effects(effects(), locale=locale),
    "programmes table": lambda locale: tables.programmes(
        results.outputs(load().programmes, load().funding_areas, load().countries, load().units), locale=locale
    ),
    "events table": lambda locale: tables.events(events(), locale=locale),
    "printed_totals": lambda locale: charts.printed_totals(
        funding.printed_totals(
            load().funding,
            load().measures,
            load().sources,
            funding.running_total(funding.totals_by_year(by_account())),
        ),
        locale=locale,
    ),
    "where_the_money_stands": lambda locale: charts.where_the_money_stands(
        funding.stages_of_one_count(load().funding, load().measures), locale=locale
    ),
    "objectives_and_sectors": lambda locale: charts.objectives_and_sectors(
        funding.planned_by_objective(load().funding_by_objective),
        funding.sectors_of(load().funding_by_objective, obligations.REGIONAL_LINE, "obligated"),
        locale=locale,
    ),
}
