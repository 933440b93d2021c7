"""The analysis results that the examples show, each computed once for a data package."""

from functools import cached_property

import pandas as pd

from carsi_analysis.analysis import (
    comparison,
    conflicts,
    country_money,
    coverage,
    dollars,
    funding,
    goals,
    money_known,
    obligations,
    results,
    standing,
    threats,
    timeline,
)
from carsi_analysis.analysis.names import Names
from carsi_analysis.catalogue import FIRST_YEAR, LAST_YEAR
from carsi_analysis.data import Package

BASE_YEAR = funding.FIRST_FISCAL_YEAR
"""Year that values are compared with: the first one of CARSI's money."""

OBLIGATION_YEARS = (2001, 2020)
"""Fiscal years that the file of obligations holds whole."""

PERIODS = ((2001, 2007), (2008, 2012), (2013, 2016), (2017, 2020))
"""Before CARSI, while its money is known by account, and twice four years after."""


class Prepared:
    """The results of one data package; what several examples need is computed once.

    Args:
        package: the data package.
    """

    def __init__(self, package: Package) -> None:
        self.data = package

    @cached_property
    def names(self) -> Names:
        return Names.of(self.data)

    @cached_property
    def constant(self) -> dollars.Dollars:
        return dollars.dollars_of("constant", self.data.deflators)

    def in_constant(self, amounts: pd.DataFrame) -> pd.DataFrame:
        """Turn amounts into constant dollars."""
        return dollars.in_dollars(amounts, self.constant, self.data.deflators)

    @cached_property
    def by_account(self) -> pd.DataFrame:
        return funding.appropriations_by_account(self.data.funding, self.data.accounts)

    @cached_property
    def printed_totals(self) -> pd.DataFrame:
        running = funding.running_total(funding.totals_by_year(self.by_account))
        return funding.printed_totals(self.data.funding, self.data.measures, self.data.sources, running)

    @cached_property
    def paid(self) -> pd.DataFrame:
        return funding.paid_by_account(self.data.funding, self.data.accounts, self.by_account, self.data.measures)

    @cached_property
    def booked(self) -> pd.DataFrame:
        return obligations.obligations(self.data.official_obligations, self.data.countries, *OBLIGATION_YEARS)

    def booked_in(self, start_fiscal_year: int, end_fiscal_year: int) -> pd.DataFrame:
        """Take the obligations of some of the years."""
        return self.booked[self.booked["fiscal_year"].between(start_fiscal_year, end_fiscal_year)]

    @cached_property
    def by_country_and_agency(self) -> pd.DataFrame:
        return obligations.by_country_and_agency(self.booked)

    @cached_property
    def per_head(self) -> pd.DataFrame:
        return obligations.by_country(self.booked, self.data.population)

    @cached_property
    def spans(self) -> tuple[tuple[int, int], tuple[int, int]]:
        return comparison.spans_around(self.series(threats.HOMICIDE_RATE), BASE_YEAR)

    @cached_property
    def means(self) -> pd.DataFrame:
        return comparison.difference_of_means(self.series(threats.HOMICIDE_RATE), *self.spans)

    @cached_property
    def official_totals(self) -> pd.DataFrame:
        return obligations.totals(self.data.official_totals, self.data.countries, "obligated", 2001, 2024)

    def stated(self, country_iso3: str) -> pd.DataFrame:
        """List the amounts that sources name for one country."""
        return country_money.amounts_stated(self.data.funding_by_country, self.names, self.data.countries, country_iso3)

    @cached_property
    def disputed_amounts(self) -> pd.DataFrame:
        return conflicts.values_in_conflict(
            self.data.conflicts, self.data.funding, self.data.funding_by_country, self.names
        )

    @cached_property
    def known(self) -> pd.DataFrame:
        return money_known.known(self.data.funding, self.data.funding_by_country, self.data.measures, BASE_YEAR, 2023)

    @cached_property
    def effects(self) -> pd.DataFrame:
        return results.effects(self.data.evaluations, self.data.evaluation_results, self.data.units, self.data.caveats)

    @cached_property
    def studies(self) -> pd.DataFrame:
        return results.studies(self.data.evaluations)

    def events(self, start_year: int = 2007, end_year: int = 2022) -> pd.DataFrame:
        """List what happened in some years."""
        return timeline.happened(
            self.data.events, [self.data.funding, self.data.funding_by_country], start_year, end_year
        )

    @cached_property
    def link_parts(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        nodes = goals.nodes(self.data.threats, self.data.goals, self.data.funding_areas)
        return nodes, goals.links(self.data.links)

    @cached_property
    def goal_indicators(self) -> pd.DataFrame:
        return goals.indicators_of_goals(
            self.data.goals, self.data.indicator_goals, self.data.indicators, self.data.units
        )

    @cached_property
    def observations(self) -> pd.DataFrame:
        return threats.with_tiers(self.data.observations, self.data.tip_tiers)

    def series(self, indicator_id: str) -> pd.DataFrame:
        """Take the series of one indicator."""
        return threats.indicator_series(self.observations, self.data.countries, indicator_id, FIRST_YEAR, LAST_YEAR)

    def described(self, indicator_id: str) -> pd.Series:
        """Describe one indicator."""
        return threats.indicator(self.data.indicators, self.data.units, indicator_id)

    def estimates(self, indicator_id: str) -> pd.DataFrame:
        """Take the single estimates of one indicator."""
        return threats.estimates(
            self.observations, self.data.countries, self.data.sources, indicator_id, FIRST_YEAR, LAST_YEAR
        )

    @cached_property
    def editions(self) -> pd.DataFrame:
        return threats.editions(self.observations, self.data.countries, self.data.indicators, FIRST_YEAR, LAST_YEAR)

    @cached_property
    def leads(self) -> pd.DataFrame:
        return standing.lead_indicators(
            self.data.threats, self.data.indicator_threats, self.data.indicators, self.data.units
        )

    @cached_property
    def measured(self) -> pd.DataFrame:
        return threats.measured(self.observations, self.data.countries)

    @cached_property
    def lead_values(self) -> pd.DataFrame:
        return self.measured[self.measured["indicator_id"].isin(self.leads["indicator_id"])]

    @cached_property
    def latest(self) -> pd.DataFrame:
        return standing.latest_values(self.lead_values, self.data.indicators, BASE_YEAR)

    @cached_property
    def extents(self) -> pd.DataFrame:
        described = threats.described_indicators(self.data.indicators, self.data.units)
        return coverage.extent(described, coverage.coverage(self.measured))
