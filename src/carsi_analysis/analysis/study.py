"""One object for an analysis: the data package, years, dollars and country, and every prepared result of them.

A result is computed when it is first asked for and then kept: what the years do not touch once a package, what the
country does not touch once a span of years, however many studies are made of them. Every call gives a frame of its own,
and every row of a frame keeps its ``sources`` and ``rows``.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar, cast, overload

import pandas as pd

from carsi_analysis.analysis import (
    comparison,
    conflicts,
    contents,
    country_money,
    coverage,
    funding,
    glance,
    goals,
    money_known,
    obligations,
    over_time,
    profile,
    region,
    replication,
    results,
    standing,
    threats,
    timeline,
)
from carsi_analysis.analysis.dollars import dollars_of, in_dollars, price_level
from carsi_analysis.analysis.names import Names
from carsi_analysis.analysis.provenance import aggregate, with_provenance
from carsi_analysis.catalogue import COUNTRY, DOLLARS, END_YEAR, START_YEAR, check_span
from carsi_analysis.data import Package
from carsi_analysis.data.wanted import still_wanted
from carsi_analysis.errors import UsageError

T = TypeVar("T")


class prepared(Generic[T]):
    """A result that is computed once: for a study, or for all of its years or package where its class knows no more."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self.make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.owner, self.name = owner, name

    @overload
    def __get__(self, study: None, owner: type) -> "prepared[T]": ...
    @overload
    def __get__(self, study: "Everything", owner: type) -> T: ...
    def __get__(self, study: "Everything | None", owner: type) -> "T | prepared[T]":
        if study is None:
            return self
        home = study if self.owner is type(study) else self._shared_by(study)
        if self.name not in home.kept:
            with home.data.noting() as tables:
                home.kept[self.name] = self.make(home), tables
        result, tables = home.kept[self.name]
        home.data.note(tables)
        return cast(T, result.copy(deep=False) if isinstance(result, pd.DataFrame) else result)

    def _shared_by(self, study: "Everything") -> "Everything":
        """Give what keeps the result for all studies of its package, or of its package, years and dollars."""
        if self.owner is Span and isinstance(study, Span):
            return _span_of(study.data, study.start_year, study.end_year, study.dollars.constant)
        return _everything_of(study.data)


EVERY_YEAR = (0, 9999)

SHOWN_BY_FEW = ("variants", "variant_ends", "false_start", "package_indicators", "package_tables", "package_columns")
"""Results that take long, or import what takes long, and that one report shows."""

SHOWN_BY_MANY = ("scoreboard", "region_homicide", "region_peak", "booked", "official_totals")
"""Results of a span of years that several reports show."""


class Reach(NamedTuple):
    """How far a series reaches: its countries of all, and its years in which all have a value, of all."""

    countries: int
    of_countries: int
    whole_years: int
    years: int


class Everything:
    """What a data package holds, whatever years, country and dollars are chosen.

    Attributes:
        data: the package.
    """

    def __init__(self, package: Package) -> None:
        self.data = package
        self.kept: dict[str, tuple[Any, set[str]]] = {}
        """Each result by its name, with the tables that it rests on."""

    def make_ready(self) -> None:
        """Compute ahead what reports share whatever their parameters, save what few of them show."""
        for name, result in vars(Everything).items():
            if isinstance(result, prepared) and name not in SHOWN_BY_FEW:
                getattr(self, name)

    @prepared
    def countries(self) -> tuple[str, ...]:
        """The ISO codes of CARSI's countries, in the order of the table."""
        kept = self.data.countries[self.data.countries["kind"] == "country"]
        return tuple(kept.sort_values("sort_order")["country_iso3"])

    @prepared
    def names(self) -> Names:
        """The names of measures, scopes, accounts and sources."""
        return Names.of(self.data)

    # What was appropriated, and how far it got

    @prepared
    def by_account(self) -> pd.DataFrame:
        """Appropriations by fiscal year and account, nominal: ``funding.appropriations_by_account``."""
        return funding.appropriations_by_account(self.data.funding, self.data.accounts)

    @prepared
    def by_year(self) -> pd.DataFrame:
        """Appropriations by fiscal year, nominal."""
        return funding.totals_by_year(self.by_account)

    @prepared
    def appropriated(self) -> pd.DataFrame:
        """All appropriations known by account, in one row: ``funding.total``."""
        return funding.total(self.by_account)

    @prepared
    def carsi_by_year(self) -> pd.DataFrame:
        """CARSI's money of every fiscal year, printed, planned or in part, and what contains it.

        ``over_time.carsi_by_year``, and ``over_time.with_parts`` for years without more.
        """
        data = self.data
        known = over_time.carsi_by_year(data.funding, data.accounts, data.state_budgets, data.sources)
        return over_time.with_parts(known, self.set_aside, data.accounts)

    @prepared
    def own_by_year(self) -> pd.DataFrame:
        """CARSI's own money year by year, all accounts together: ``over_time.own_by_year``."""
        return over_time.own_by_year(self.carsi_by_year)

    @property
    def printed_again(self) -> pd.DataFrame:
        """The years printed by account after the State Department's table: columns of ``own_by_year``."""
        own, divided = self.own_by_year, self.by_account["fiscal_year"].max()
        return own[(own["kind"] == "printed") & (own["fiscal_year"] > divided)]

    @prepared
    def years_known(self) -> pd.DataFrame:
        """For how many of CARSI's fiscal years an account is printed, in one row: ``over_time.known_years``."""
        years = self.carsi_by_year["fiscal_year"]
        return over_time.known_years(self.carsi_by_year, funding.FIRST_FISCAL_YEAR, int(years.max()))

    @prepared
    def all_printed(self) -> pd.DataFrame:
        """What is printed for CARSI by account, all years of it added to one row."""
        return over_time.printed_total(self.carsi_by_year)

    @prepared
    def cumulative_counts(self) -> pd.DataFrame:
        """What officials counted since the start: ``over_time.cumulative_counts``."""
        return over_time.cumulative_counts(self.data.funding, self.names)

    def ratio(self, ratio_id: str) -> pd.DataFrame:
        """One share that the table ``funding_ratios`` holds, with provenance."""
        rows = self.data.funding_ratios
        return with_provenance(rows[rows["ratio_id"] == ratio_id])

    def amount(self, funding_id: str) -> pd.DataFrame:
        """One amount that the table ``funding`` holds, with provenance."""
        rows = self.data.funding
        return with_provenance(rows[rows["funding_id"] == funding_id])

    def amount_of_country(self, country_funding_id: str) -> pd.DataFrame:
        """One amount that the table ``funding_by_country`` holds, with provenance."""
        rows = self.data.funding_by_country
        return with_provenance(rows[rows["country_funding_id"] == country_funding_id])

    def share_of_account(self, account_id: str) -> pd.DataFrame:
        """One account's part of all appropriations, in one row: ``funding.share_of_account``."""
        return funding.share_of_account(self.by_account, account_id)

    @prepared
    def accounts(self) -> pd.DataFrame:
        """The accounts that were given money: ``account_id``, ``fiscal_year`` (the last with any), provenance."""
        given = self.by_account[self.by_account["amount_usd"] > 0]
        return aggregate(given, ["account_id"], "fiscal_year", "max")

    @prepared
    def years_divided(self) -> int:
        """Fiscal years whose appropriations any source divides by account."""
        return len(funding.years_divided(self.data.funding))

    @prepared
    def ended_accounts(self) -> pd.DataFrame:
        """Those of ``accounts`` that were given nothing in the last fiscal year known."""
        return self.accounts[self.accounts["fiscal_year"] < self.by_account["fiscal_year"].max()]

    @prepared
    def first_money(self) -> pd.DataFrame:
        """The first two years of ``by_account``, which one much quoted figure adds up."""
        return funding.first_years(self.by_account, 2)

    def first_money_of(self, account_id: str) -> pd.DataFrame:
        """What one account was given of it, in one row."""
        return funding.total(self.first_money[self.first_money["account_id"] == account_id])

    @prepared
    def first_total(self) -> pd.DataFrame:
        """The first money, in one row."""
        return funding.total(self.first_money)

    @prepared
    def quoted(self) -> pd.DataFrame:
        """The figure with which the initiative is introduced, in one row."""
        return funding.statement_of(self.data.funding, "voa-editorial")

    @prepared
    def confirmed(self) -> pd.DataFrame:
        """What a second source confirms of the first money, in one row: ``funding.confirmation``."""
        return funding.confirmation(self.data.funding, self.first_money)

    @prepared
    def stages(self) -> pd.DataFrame:
        """The same years at several stages, counted at one date: ``funding.stages_of_one_count``."""
        return funding.stages_of_one_count(self.data.funding, self.data.measures)

    def stage(self, measure_id: str) -> pd.DataFrame:
        """One of the stages: ``allocated``, ``obligated`` or ``disbursed``."""
        return self.stages[self.stages["measure_id"] == measure_id]

    @prepared
    def printed_totals(self) -> pd.DataFrame:
        """Totals that sources print beside what had been appropriated: ``funding.printed_totals``."""
        running = funding.running_total(self.by_year)
        return funding.printed_totals(self.data.funding, self.data.measures, self.data.sources, running)

    @prepared
    def paid_by_account(self) -> pd.DataFrame:
        """What one audit found paid of each account: ``funding.paid_by_account``."""
        return funding.paid_by_account(self.data.funding, self.data.accounts, self.by_account, self.data.measures)

    @prepared
    def stages_printed(self) -> pd.DataFrame:
        """Every amount of CARSI alone that a source prints: ``funding.stages_printed``."""
        return funding.stages_printed(self.data.funding, self.names)

    @prepared
    def objectives(self) -> pd.DataFrame:
        """What one plan set aside for each objective: ``funding.planned_by_objective``."""
        return funding.planned_by_objective(self.data.funding_by_objective)

    @prepared
    def sectors(self) -> pd.DataFrame:
        """What the regional line was obligated for: ``funding.sectors_of``."""
        return funding.sectors_of(self.data.funding_by_objective, obligations.REGIONAL_LINE, "obligated")

    @prepared
    def beside_carsi(self) -> pd.DataFrame:
        """Money counted in CARSI, and outside it for the same goals: ``funding.carsi_and_supporting``."""
        return funding.carsi_and_supporting(self.data.funding, self.data.related_funding, self.data.scopes)

    @prepared
    def related_figures(self) -> pd.DataFrame:
        """Figures of lines wider than CARSI: ``funding.related_figures``."""
        return funding.related_figures(self.data.related_funding, self.names)

    # Money by country

    @prepared
    def disbursed_by_country(self) -> pd.DataFrame:
        """What the audit divides by country, and by account: ``country_money.disbursed_by_country``."""
        return country_money.disbursed_by_country(self.data.funding_by_country, self.data.countries, self.data.accounts)

    @prepared
    def disbursed_undivided(self) -> pd.DataFrame:
        """What the audit divides by account alone: ``country_money.disbursed_undivided``."""
        return country_money.disbursed_undivided(self.data.funding, self.data.accounts)

    def stages_by_year(self, country_iso3: str) -> pd.DataFrame:
        """What one country was given in each year, stage by stage: ``country_money.stages_by_year``."""
        return country_money.stages_by_year(
            self.data.funding_by_country, self.data.measures, self.data.countries, country_iso3
        )

    def stated(self, country_iso3: str) -> pd.DataFrame:
        """Every amount that a source names for one country: ``country_money.amounts_stated``."""
        return country_money.amounts_stated(self.data.funding_by_country, self.names, self.data.countries, country_iso3)

    @prepared
    def set_aside(self) -> pd.DataFrame:
        """What acts and statements set aside of CARSI for a country or purpose: ``country_money.set_aside``."""
        return country_money.set_aside(self.data.funding_by_country, self.data.funding, self.names, self.data.countries)

    @prepared
    def laws_of_set_asides(self) -> pd.DataFrame:
        """The public laws whose statements set it aside, by number: ``country_money.laws_of``."""
        return country_money.laws_of(self.set_aside, self.data.sources)

    @prepared
    def set_aside_by_country(self) -> pd.DataFrame:
        """The same added up by country: ``country_money.set_aside_by_country``."""
        return country_money.set_aside_by_country(self.set_aside)

    @prepared
    def set_aside_by_year(self) -> pd.DataFrame:
        """The same added up by country and fiscal year: ``country_money.set_aside_by_year``."""
        return country_money.set_aside_by_year(self.set_aside)

    @prepared
    def all_set_aside(self) -> pd.DataFrame:
        """The same added up over countries: ``country_money.all_set_aside``."""
        return country_money.all_set_aside(self.set_aside)

    @prepared
    def ratios(self) -> pd.DataFrame:
        """Every share of the money that a source prints or that follows from its amounts: ``funding.ratios``."""
        return funding.ratios(self.data.funding_ratios, self.names)

    # Where sources disagree

    @prepared
    def disputed_totals(self) -> pd.DataFrame:
        """Questions of money with lowest, highest and used amount: ``conflicts.amounts_in_conflict``."""
        return conflicts.amounts_in_conflict(self.data.conflicts, self.data.funding)

    @prepared
    def disputed_amounts(self) -> pd.DataFrame:
        """Questions of money with every amount given: ``conflicts.values_in_conflict``."""
        return conflicts.values_in_conflict(
            self.data.conflicts, self.data.funding, self.data.funding_by_country, self.names
        )

    # Evaluations, and one comparison done again

    @prepared
    def effects(self) -> pd.DataFrame:
        """What evaluations report, figure by figure: ``results.effects``."""
        return results.effects(self.data.evaluations, self.data.evaluation_results, self.data.units, self.data.caveats)

    def effects_of(self, evaluation_id: str) -> pd.DataFrame:
        """What one evaluation reports."""
        return self.effects[self.effects["evaluation_id"] == evaluation_id]

    def headlines_of(self, evaluation_id: str) -> pd.DataFrame:
        """What one evaluation reports first."""
        found = self.effects_of(evaluation_id)
        return found[found["headline"]]

    @prepared
    def studies(self) -> pd.DataFrame:
        """The evaluations, audits and papers: ``results.studies``."""
        return results.studies(self.data.evaluations)

    @property
    def studies_read(self) -> pd.DataFrame:
        """Those of the studies that could be read: neither still to come nor out of reach."""
        return self.studies[~self.studies["verdict"].isin(results.UNREAD)]

    def study_of(self, evaluation_id: str) -> pd.DataFrame:
        """One evaluation, audit or paper."""
        return self.studies[self.studies["evaluation_id"] == evaluation_id]

    def critics_of(self, evaluation_id: str) -> pd.DataFrame:
        """What was written against one evaluation: ``results.critics_of``."""
        return results.critics_of(self.studies, evaluation_id)

    @prepared
    def programmes(self) -> pd.DataFrame:
        """What programs count of their own work: ``results.outputs``."""
        return results.outputs(self.data.programmes, self.data.funding_areas, self.data.countries, self.data.units)

    @prepared
    def kinds_of_aid(self) -> pd.DataFrame:
        """Each kind of aid, the studies of it and what would show an effect: ``results.by_kind_of_aid``."""
        return results.by_kind_of_aid(self.data.evaluations, self.data.funding_areas)

    @prepared
    def evidence_map(self) -> pd.DataFrame:
        """Each study by kind of aid, design and our reading of it: ``results.evidence_map``."""
        return results.evidence_map(self.studies, self.kinds_of_aid)

    @prepared
    def kinds_counted(self) -> pd.DataFrame:
        """How many kinds of aid there are, and of how many no study was found: ``results.kinds_counted``."""
        return results.kinds_counted(self.kinds_of_aid, self.data.funding_areas)

    @prepared
    def paper_years(self) -> pd.DataFrame:
        """The years that a published comparison of homicide rates takes, in one row: ``replication.design``."""
        return replication.design(self.data.evaluation_results)

    def printed(self, result_id: str) -> pd.DataFrame:
        """An estimate that it prints, of its short or its full sample, in one row: ``replication.published``."""
        return replication.published(self.data.evaluation_results, result_id)

    def repeated(self, last: str) -> pd.DataFrame:
        """The same arithmetic on our data, up to a last year of its own, in one row if the values for it are held."""
        return replication.repeated(self.homicide_ever, self.paper_years, last).dropna(subset="value")

    @property
    def can_be_repeated(self) -> bool:
        """Whether the data hold enough to do both its comparisons again and to change one choice of them."""
        wanted = (
            self.repeated("short_last_year"),
            self.repeated("full_last_year"),
            self.variant_ends,
            self.false_start,
        )
        return not any(one.empty for one in wanted)

    @prepared
    def variants(self) -> pd.DataFrame:
        """The same arithmetic with one choice changed: ``replication.variants``."""
        return replication.variants(
            self.homicide_ever, self.data.evaluation_results, self.data.countries, funding.FIRST_FISCAL_YEAR
        )

    @prepared
    def variant_ends(self) -> pd.DataFrame:
        """How far its estimates lie apart, in one row: ``replication.ends``."""
        return replication.ends(self.variants)

    @prepared
    def false_start(self) -> pd.DataFrame:
        """The largest difference that it finds before any money, in one row: ``replication.false_start``."""
        return replication.false_start(self.variants)

    # Threats, goals and what links them

    @prepared
    def nodes(self) -> pd.DataFrame:
        """Threats, goals and areas of aid: ``goals.nodes``."""
        return goals.nodes(self.data.threats, self.data.goals, self.data.funding_areas)

    @prepared
    def links(self) -> pd.DataFrame:
        """What links them, stated or judged: ``goals.links``."""
        return goals.links(self.data.links)

    @prepared
    def link_reasons(self) -> pd.DataFrame:
        """The reason of each link: ``goals.link_reasons``."""
        return goals.link_reasons(self.nodes, self.links)

    def aid_of(self, goal_id: str) -> pd.DataFrame:
        """The links of kinds of aid to one goal: ``goals.aid_of``."""
        return goals.aid_of(self.link_reasons, goal_id)

    def activity(self, programme_id: str) -> pd.DataFrame:
        """One activity of ``programmes``, with what was counted of it."""
        return self.programmes[self.programmes["programme_id"] == programme_id]

    @prepared
    def answers(self) -> pd.DataFrame:
        """The goals that answer each threat: ``goals.answers``."""
        return goals.answers(self.data.threats, self.data.goals, self.data.links)

    @prepared
    def wordings(self) -> pd.DataFrame:
        """The wordings of each goal: ``goals.wordings``."""
        return goals.wordings(self.data.goal_wordings, self.data.goals)

    @property
    def goals_stated(self) -> pd.DataFrame:
        """The latest wording of the goals, the first of them in one row, with provenance."""
        wordings = self.data.goal_wordings
        return with_provenance(wordings[wordings["version"] == wordings["version"].max()].head(1))

    @prepared
    def measures_set(self) -> pd.DataFrame:
        """For how many goals a source sets a measure, in one row: ``goals.measures_set``."""
        return goals.measures_set(self.data.goals, self.goals_stated, goals.lead_indicators(self.goal_indicators))

    @prepared
    def goal_indicators(self) -> pd.DataFrame:
        """The indicators of each goal: ``goals.indicators_of_goals``."""
        return goals.indicators_of_goals(
            self.data.goals, self.data.indicator_goals, self.data.indicators, self.data.units
        )

    @prepared
    def leads(self) -> pd.DataFrame:
        """The lead indicators of each threat: ``standing.lead_indicators``."""
        return standing.lead_indicators(
            self.data.threats, self.data.indicator_threats, self.data.indicators, self.data.units
        )

    # What is measured

    @prepared
    def observations(self) -> pd.DataFrame:
        """The observations, with the trafficking tiers as one more indicator: ``threats.judged``."""
        held = threats.with_tiers(self.data.observations, self.data.tip_tiers)
        return threats.judged(held, self.data.indicators, self.data.doubtful_spans)

    @prepared
    def measured_ever(self) -> pd.DataFrame:
        """Every value of the seven countries: ``threats.measured``."""
        return threats.measured(self.observations, self.data.countries)

    def years_of(self, indicator_id: str) -> int:
        """In how many years one indicator has a value."""
        return int(_series(self.measured_ever, indicator_id)["year"].nunique())

    @prepared
    def homicide_ever(self) -> pd.DataFrame:
        """The main series of the homicide rate in all years."""
        return _series(self.measured_ever, threats.HOMICIDE_RATE)

    @prepared
    def homicide_reach(self) -> Reach:
        """Of how many countries, and in how many years of all of them, the main series has a value."""
        countries = self.homicide_ever.groupby("year")["country_iso3"].nunique()
        of = len(self.countries)
        return Reach(int(countries.max()), of, int((countries == of).sum()), len(countries))

    @prepared
    def indicators(self) -> pd.DataFrame:
        """Every indicator with the labels of its unit: ``threats.described_indicators``."""
        return threats.described_indicators(self.data.indicators, self.data.units)

    def described(self, indicator_id: str) -> pd.Series:
        """One indicator with the labels of its unit: a row of ``indicators``.

        Raises:
            KeyError: there is no such indicator.
        """
        described: pd.Series = self.indicators.set_index("indicator_id", drop=False).loc[indicator_id]
        return described

    @prepared
    def editions(self) -> pd.DataFrame:
        """The homicide rate in every edition: ``threats.editions``."""
        return threats.editions(self.observations, self.data.countries, self.data.indicators, *EVERY_YEAR)

    @prepared
    def edition_disagreements(self) -> pd.DataFrame:
        """Where these editions differ, the widest first: ``threats.disagreements``."""
        return threats.disagreements(self.editions)

    # The data package about itself

    @prepared
    def wanted(self) -> pd.DataFrame:
        """The documents that would close what is not known, the first to look for first: ``wanted.still_wanted``."""
        return still_wanted(self.data)

    @prepared
    def package_tables(self) -> pd.DataFrame:
        """Its tables: ``contents.tables_of``."""
        return contents.tables_of(self.data)

    @prepared
    def package_columns(self) -> pd.DataFrame:
        """Their columns: ``contents.columns_of``."""
        return contents.columns_of(self.data)

    @prepared
    def package_indicators(self) -> pd.DataFrame:
        """Its indicators and how far they reach, wider regions included: ``contents.indicators_of``."""
        kinds = ("country", "regional", "comparator")
        values = threats.measured(self.observations, self.data.countries, kinds=kinds)
        return contents.indicators_of(self.data, coverage.extent(self.indicators, coverage.coverage(values)))

    @prepared
    def package_caveats(self) -> pd.DataFrame:
        """Its caveats: ``contents.caveats_of``."""
        return contents.caveats_of(self.data)

    @prepared
    def package_corrections(self) -> pd.DataFrame:
        """Its corrections: ``contents.corrections_of``."""
        return contents.corrections_of(self.data.corrections)

    @prepared
    def further_conflicts(self) -> pd.DataFrame:
        """Disagreements beyond those on money: ``contents.further_conflicts``."""
        told = set(self.disputed_amounts["conflict_id"])
        return contents.further_conflicts(
            self.data.conflicts, self.data.conflict_series, self.data.indicators, told=told
        )


class Span(Everything):
    """A data package seen over a span of years, in nominal or constant dollars, whatever country is chosen.

    Studies of the same years and dollars share its results: a process of many reports computes them once.

    Args:
        package: the data package.
        start_year, end_year: first and last year, calendar or fiscal.
        constant: whether amounts are in constant dollars.
    """

    def __init__(self, package: Package, start_year: int, end_year: int, constant: bool) -> None:
        super().__init__(package)
        self.start_year, self.end_year = start_year, end_year
        self.dollars = dollars_of("constant" if constant else "nominal", package.deflators)

    def make_ready(self) -> None:
        """Compute ahead what reports share, and what several of them show of these years."""
        super().make_ready()
        for name in SHOWN_BY_MANY:
            getattr(self, name)

    @property
    def base_year(self) -> int:
        """The year that values are compared with: the first of CARSI's money, or the first chosen where it is not."""
        first = funding.FIRST_FISCAL_YEAR
        return first if self.start_year <= first < self.end_year else self.start_year

    def in_span(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of a frame whose ``fiscal_year`` or ``year`` was chosen."""
        year = "fiscal_year" if "fiscal_year" in frame.columns else "year"
        return frame[frame[year].between(self.start_year, self.end_year)]

    def in_dollars(self, amounts: pd.DataFrame) -> pd.DataFrame:
        """Nominal amounts of single fiscal years in the dollars chosen: ``dollars.in_dollars``.

        Constant dollars are those of the last year of the price index, so they leave out what ``unpriced`` gives.
        """
        if self.dollars.constant:
            amounts = amounts[amounts["fiscal_year"] <= self.dollars.base_year]
        return in_dollars(amounts, self.dollars, self.data.deflators)

    def unpriced(self, amounts: pd.DataFrame) -> pd.DataFrame:
        """The amounts, nominal, of years after the price index ends, which constant dollars leave out."""
        if not self.dollars.constant:
            return amounts.head(0)
        return amounts[amounts["fiscal_year"] > self.dollars.base_year]

    @property
    def price_level(self) -> pd.DataFrame:
        """The price index of constant dollars, in one row; empty for nominal dollars."""
        return price_level(self.dollars, self.data.deflators) if self.dollars.constant else pd.DataFrame()

    # Money of the years chosen

    @prepared
    def appropriated_in_span(self) -> pd.DataFrame:
        """``by_account`` of the years chosen, nominal."""
        return self.in_span(self.by_account)

    @prepared
    def appropriations(self) -> pd.DataFrame:
        """``by_account`` of the years chosen, in the dollars chosen."""
        return self.in_dollars(self.appropriated_in_span)

    @property
    def unknown_from(self) -> int | None:
        """The first fiscal year chosen for which no appropriation by account is known."""
        after = int(self.by_account["fiscal_year"].max()) + 1
        return after if self.start_year < after <= self.end_year else None

    @prepared
    def later_figures(self) -> pd.DataFrame:
        """Single figures of the years after ``by_account`` ends: ``funding.figures_of_years``."""
        after = int(self.by_account["fiscal_year"].max()) + 1
        return funding.figures_of_years(self.data.funding, self.names, max(self.start_year, after), self.end_year)

    @prepared
    def known(self) -> pd.DataFrame:
        """What is known of CARSI's money year by year, since its first: ``money_known.known``."""
        first = max(self.start_year, funding.FIRST_FISCAL_YEAR)
        return money_known.known(
            self.data.funding,
            self.data.funding_by_country,
            self.data.measures,
            self.data.accounts,
            first,
            self.end_year,
        )

    @prepared
    def booked(self) -> pd.DataFrame:
        """Obligations by country, agency and account, all purposes, nominal: ``obligations.obligations``."""
        return obligations.obligations(
            self.data.official_obligations, self.data.countries, self.data.agencies, self.start_year, self.end_year
        )

    @prepared
    def by_country_and_agency(self) -> pd.DataFrame:
        """``booked`` added by country and agency, nominal."""
        return obligations.by_country_and_agency(self.booked)

    @prepared
    def by_agency_and_year(self) -> pd.DataFrame:
        """``booked`` added by agency and year, in the dollars chosen."""
        return obligations.by_agency_and_year(self.in_dollars(self.booked))

    @prepared
    def security_accounts(self) -> pd.DataFrame:
        """Obligations of the accounts for security, in the dollars chosen: ``obligations.security_accounts``."""
        return obligations.security_accounts(self.in_dollars(self.booked), self.data.accounts)

    @prepared
    def regional_line(self) -> pd.DataFrame:
        """INCLE booked for the region without a country, nominal: ``obligations.regional_incle``."""
        return obligations.regional_incle(self.booked)

    @prepared
    def per_head(self) -> pd.DataFrame:
        """Obligations by country and per resident: ``obligations.by_country``."""
        return obligations.by_country(self.booked, self.data.population)

    @prepared
    def official_totals(self) -> pd.DataFrame:
        """Obligations by country in the later official file, nominal: ``obligations.totals``."""
        return obligations.totals(
            self.data.official_totals, self.data.countries, "obligated", self.start_year, self.end_year
        )

    @prepared
    def later_totals_by_year(self) -> pd.DataFrame:
        """Obligations to all after ``booked`` ends, in the dollars chosen: ``obligations.totals_by_year``."""
        return obligations.totals_by_year(self.in_dollars(self.later_totals))

    @property
    def later_totals(self) -> pd.DataFrame:
        """The rows of ``official_totals`` after ``booked`` ends, nominal."""
        held_to = self.data.official_obligations["fiscal_year"].max()
        return self.official_totals[self.official_totals["fiscal_year"] > held_to]

    @property
    def has_complete_totals(self) -> bool:
        """Whether ``official_totals`` holds a year that is not partial."""
        return not self.official_totals["partial_year"].all()

    # What was measured in the years chosen

    @prepared
    def measured(self) -> pd.DataFrame:
        """Every value of the seven countries: ``threats.measured``."""
        return self.in_span(self.measured_ever)

    def series(self, indicator_id: str) -> pd.DataFrame:
        """One indicator, sorted by country and year: columns of ``threats.measured``."""
        return _series(self.measured, indicator_id)

    def furthest_series(self, *indicator_ids: str) -> pd.DataFrame:
        """Of several series of one quantity, the first that goes furthest; columns of ``threats.measured``."""
        return max(map(self.series, indicator_ids), key=lambda own: -1 if own.empty else int(own["year"].max()))

    def regional(self, indicator_id: str) -> pd.DataFrame:
        """One indicator of the region as a whole."""
        values = threats.measured(self.observations, self.data.countries, kinds=("regional",))
        return self.in_span(_series(values, indicator_id))

    def estimates(self, indicator_id: str) -> pd.DataFrame:
        """The isolated values of one indicator and the bodies behind them: ``threats.estimates``."""
        return threats.estimates(
            self.observations,
            self.data.countries,
            self.data.sources,
            self.data.bodies,
            indicator_id,
            self.start_year,
            self.end_year,
        )

    def lacks(self, *indicator_ids: str) -> bool:
        """Whether none of some indicators has a value."""
        return not self.measured["indicator_id"].isin(indicator_ids).any()

    def body_disagreements(self, indicator_id: str) -> pd.DataFrame:
        """Where bodies give different values of one indicator, the widest first: ``threats.disagreements``."""
        sides = self.estimates(indicator_id).rename(columns={"body_en": "edition_en", "body_es": "edition_es"})
        return threats.disagreements(sides)

    @property
    def homicide(self) -> pd.DataFrame:
        """The main series of the homicide rate, per 100,000 residents."""
        return self.series(threats.HOMICIDE_RATE)

    @property
    def homicide_later(self) -> pd.DataFrame:
        """Its later release, which is not joined to it."""
        return self.series(threats.HOMICIDE_RATE_LATER)

    @prepared
    def region_homicide(self) -> pd.DataFrame:
        """One homicide rate for the countries with a reliable late value: ``region.region_rate``."""
        countries = region.shared_countries(self.homicide)
        return region.region_rate(self.homicide, self.data.population, countries)

    @prepared
    def region_later(self) -> pd.DataFrame:
        """What a later release implies for a year after the last one of that rate: ``region.later_rate``."""
        return region.later_rate(self.homicide_later, self.homicide, self.data.population, self.region_homicide)

    @prepared
    def region_peak(self) -> pd.DataFrame:
        """That rate at its highest and at its last, in one row: ``region.peak_to_last``."""
        return region.peak_to_last(self.region_homicide)

    @prepared
    def homicide_elsewhere(self) -> pd.DataFrame:
        """The same series of the comparators, with names and provenance; the world is one of them."""
        values = threats.measured(self.observations, self.data.countries, kinds=("comparator", "regional"))
        return self.in_span(_series(values, threats.HOMICIDE_RATE))

    @prepared
    def world_homicide(self) -> pd.DataFrame:
        """The world's rate in the last year of the region's, in one row at most: columns of ``homicide_elsewhere``."""
        elsewhere = self.homicide_elsewhere
        same_year = elsewhere["year"].isin(self.region_peak["last_year"])
        return elsewhere[(elsewhere["country_iso3"] == threats.WORLD) & same_year]

    @prepared
    def beside_others(self) -> pd.DataFrame:
        """Other indicators of the comparators beside those of the countries: ``region.beside_others``."""
        elsewhere = threats.measured(self.observations, self.data.countries, kinds=("comparator", "regional"))
        return region.beside_others(self.measured, self.in_span(elsewhere), self.data.indicators, self.data.units)

    @prepared
    def left_out_of_region(self) -> pd.DataFrame:
        """The countries that this rate leaves out: their last row of the series, with names and provenance."""
        inside = region.shared_countries(self.homicide)
        outside = self.homicide[~self.homicide["country_iso3"].isin(inside)]
        return outside.groupby("country_iso3", as_index=False).tail(1)

    @prepared
    def marked_events(self) -> pd.DataFrame:
        """The events that charts of the region's years mark: ``timeline.marked``."""
        return timeline.marked(self.data.events, self.data.event_countries, self.start_year, self.end_year)

    def added(self, indicator_id: str) -> pd.DataFrame:
        """One indicator of counts added over countries, for years in which all have one: columns of ``aggregate``."""
        own = self.series(indicator_id)
        whole = own.groupby("year")["country_iso3"].transform("nunique") == own["country_iso3"].nunique()
        return aggregate(own[whole], ["year"], "value")

    @prepared
    def homicide_changes(self) -> pd.DataFrame:
        """How the homicide rate of each country moved since the base year: ``threats.changes``."""
        return threats.changes(self.homicide, self.base_year)

    @prepared
    def homicide_disputed(self) -> pd.DataFrame:
        """The years over which other counts say something else than the main series: ``conflicts.disputed_spans``."""
        return conflicts.disputed_spans(self.data.conflicts, self.data.conflict_series, threats.HOMICIDE_RATE)

    @prepared
    def official_counts(self) -> pd.DataFrame:
        """Homicides that authorities count after the last rate, one row a country at most: ``region.newer_counts``."""
        return region.newer_counts(self.series(threats.HOMICIDE_COUNT), self.homicide)

    @prepared
    def homicide_places(self) -> pd.DataFrame:
        """The last homicide rate of each country beside its peak, with its tile: ``region.last_and_peak``."""
        reliable = self.homicide[~self.homicide["doubtful"]]
        newest, last, later = (
            threats.last_of(one, self.data.countries) for one in (self.homicide, reliable, self.homicide_later)
        )
        return region.last_and_peak(last.assign(doubtful=newest["doubtful"]), later, self.homicide_changes)

    @prepared
    def security_by_recipient(self) -> pd.DataFrame:
        """Obligations for security since the first funds, nominal: ``obligations.security_by_recipient``."""
        first = int(self.by_year["fiscal_year"].min())
        return obligations.security_by_recipient(self.booked, self.data.accounts, first)

    @property
    def undivided_security_aid(self) -> pd.DataFrame:
        """What of it is booked to the region without a country, in one row at most, with its share of all."""
        every = self.security_by_recipient
        return every[every["country_iso3"] == obligations.REGIONAL_LINE]

    @prepared
    def at_a_glance(self) -> pd.DataFrame:
        """The countries side by side: ``glance.at_a_glance``."""
        encounters = threats.last_of(self.series(glance.ENCOUNTERS), self.data.countries)
        law = threats.changes(self.series(glance.RULE_OF_LAW), self.base_year)
        parts = self.set_aside[self.set_aside["start_fiscal_year"].between(self.start_year, self.end_year)]
        return glance.at_a_glance(
            self.homicide_places,
            self.official_counts,
            law,
            encounters,
            self.security_by_recipient,
            country_money.set_aside_by_country(parts),
        )

    @prepared
    def region_gaps(self) -> pd.DataFrame:
        """Years within the rate of the region that have none, and the countries that lack them: ``region.gaps``."""
        return region.gaps(self.homicide, self.region_homicide)

    @property
    def furthest_below_peak(self) -> pd.DataFrame:
        """The country whose homicide rate ends furthest below its peak, in one row, with ``below_peak`` (a share)."""
        return region.furthest_below_peak(self.homicide_changes)

    @property
    def at_record(self) -> pd.DataFrame:
        """The countries whose homicide rate ends at its peak, with names, values and provenance."""
        return region.at_record(self.homicide_changes)

    @prepared
    def latest(self) -> pd.DataFrame:
        """The latest value of every indicator and country, and how it moved: ``standing.latest_values``."""
        return standing.latest_values(self.measured, self.data.indicators, self.base_year)

    def latest_since(self, year: int, indicator_id: str) -> pd.DataFrame:
        """As ``latest`` for one indicator, compared with another year than the base year."""
        return standing.latest_values(self.series(indicator_id), self.data.indicators, year)

    def last_values(self, indicator_id: str) -> pd.DataFrame:
        """``latest`` of one indicator, without values that are doubtful."""
        return self.latest[(self.latest["indicator_id"] == indicator_id) & ~self.latest["doubtful"]]

    def moves_of(self, indicator_id: str) -> pd.DataFrame:
        """In how many countries one indicator moved for better or worse, in one row: ``standing.moves``."""
        return self.moves[self.moves["indicator_id"] == indicator_id]

    @prepared
    def moves(self) -> pd.DataFrame:
        """In how many countries each indicator moved for better or worse: ``standing.moves``."""
        return standing.moves(self.latest)

    @prepared
    def scoreboard(self) -> pd.DataFrame:
        """One indicator a threat, the same in every report, and which way it moved: ``standing.scoreboard``."""
        return standing.scoreboard(self.leads, self.latest, self.moves)

    @prepared
    def goals_scoreboard(self) -> pd.DataFrame:
        """One indicator a goal, chosen by the same rule, and which way it moved: ``standing.scoreboard``."""
        return standing.scoreboard(goals.lead_indicators(self.goal_indicators), self.latest, self.moves, "goal")

    @prepared
    def goals_overview(self) -> pd.DataFrame:
        """What serves each goal, which measure comes nearest and what is missing: ``goals.overview``."""
        return goals.overview(self.link_reasons, self.data.goals, self.goals_scoreboard)

    def covered(self, indicators: pd.DataFrame) -> pd.DataFrame:
        """In which years the indicators that a frame names have values: ``coverage.coverage_by_year``."""
        held = self.measured[self.measured["indicator_id"].isin(indicators["indicator_id"])]
        return coverage.coverage_by_year(held)

    @prepared
    def coverage(self) -> pd.DataFrame:
        """In which years every indicator has values, country by country: ``coverage.coverage``."""
        return coverage.coverage(self.measured)

    @prepared
    def extents(self) -> pd.DataFrame:
        """How far every indicator reaches: ``coverage.extent``."""
        return coverage.extent(self.indicators, self.coverage)

    @property
    def broad_extents(self) -> pd.DataFrame:
        """``extents`` of the indicators with values for more than half of the countries."""
        return self.extents[self.extents["countries"] > len(self.countries) / 2]

    @prepared
    def threat_indicators(self) -> pd.DataFrame:
        """The indicators of each threat and how far they reach: ``coverage.threat_coverage``."""
        return coverage.threat_coverage(self.data.threats, self.data.indicator_threats, self.extents)

    # Before and after the first money

    @property
    def has_both_sides(self) -> bool:
        """Whether the homicide rate has values before the first money and after it."""
        before = self.homicide["year"] < funding.FIRST_FISCAL_YEAR
        return bool(before.any() and not before.all())

    @prepared
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The years before the first money and those since, if there are both: ``comparison.spans_around``."""
        if not self.has_both_sides:
            return ()
        return comparison.spans_around(self.homicide, funding.FIRST_FISCAL_YEAR)

    @prepared
    def means(self) -> pd.DataFrame:
        """The mean homicide rate of each country before and after, if any: ``comparison.difference_of_means``."""
        if not self.has_both_sides:
            return self.homicide.head(0)
        before, after = self.spans
        return comparison.difference_of_means(self.homicide, before, after)

    @prepared
    def money_and_change(self) -> pd.DataFrame:
        """The rank correlation of obligations a resident with that change: ``comparison.money_and_change``."""
        if not self.has_both_sides:
            return self.per_head.head(0)
        return comparison.money_and_change(self.per_head, self.means)

    # Events, and where two bodies say the opposite

    @prepared
    def events(self) -> pd.DataFrame:
        """What happened: ``timeline.happened``."""
        amounts = [self.data.funding, self.data.funding_by_country]
        return timeline.happened(self.data.events, amounts, self.start_year, self.end_year)

    @prepared
    def regional_events(self) -> pd.DataFrame:
        """What happened to the initiative as a whole: ``timeline.of_the_region``."""
        return timeline.of_the_region(self.events, self.data.event_countries)

    def event(self, event_id: str) -> pd.DataFrame:
        """One event, whatever the years of the study: a row of ``events`` with provenance."""
        events = with_provenance(self.data.events)
        return events[events["event_id"] == event_id]

    @prepared
    def scores_apart(self) -> pd.DataFrame:
        """Where two bodies say the opposite of the rule of law, of every country."""
        return pd.concat([profile.scores_apart(self._scores_of_law, iso) for iso in self.countries], ignore_index=True)

    @property
    def _scores_of_law(self) -> pd.DataFrame:
        return pd.concat([self.series(name) for name in profile.SCORES_OF_LAW])


class Study(Span):
    """A data package seen over a span of years, in nominal or constant dollars, perhaps for one country.

    >>> from carsi_analysis.data import load
    >>> study = Study(load(), start_year=2008, end_year=2012)
    >>> study
    <Study 2008–2012, nominal dollars>
    >>> int(study.appropriations["amount_usd"].sum())
    496508000

    Args:
        package: the data package.
        start_year, end_year: first and last year, calendar or fiscal; None: the first of the reports, the last of the
            data.
        dollars: ``nominal`` or ``constant``.
        country: the ISO code of one of the countries; what is told of one alone (``scorecard``, ``own_booked`` and the
            like) needs it.

    Raises:
        ParameterError: a value that the reports' parameters of these names do not allow.
    """

    def __init__(
        self,
        package: Package,
        start_year: int | None = None,
        end_year: int | None = None,
        dollars: str = "nominal",
        country: str | None = None,
    ) -> None:
        first = int(START_YEAR.parse(START_YEAR.usual if start_year is None else start_year))
        last = int(END_YEAR.parse(end_year))
        check_span(first, last)
        super().__init__(package, first, last, DOLLARS.parse(dollars) == "constant")
        self.country = None if country is None else str(COUNTRY.parse(country))

    def replace(self, **changes: Any) -> "Study":
        """The same package with other years, dollars or country: ``study.replace(dollars="constant")``."""
        own = {"start_year": self.start_year, "end_year": self.end_year, "country": self.country}
        own["dollars"] = "constant" if self.dollars.constant else "nominal"
        return Study(self.data, **(own | changes))

    @property
    def of_all_years(self) -> "Study":
        """The same with every year."""
        return self.replace(start_year=None, end_year=None)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Study) and self.data is other.data and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash((id(self.data), repr(self)))

    def __repr__(self) -> str:
        place = f", {self.country}" if self.country else ""
        kind = "constant" if self.dollars.constant else "nominal"
        return f"<Study {self.start_year}–{self.end_year}{place}, {kind} dollars>"

    @property
    def one_country(self) -> str:
        """The country chosen, for what makes sense of one alone.

        Raises:
            UsageError: none was.
        """
        if self.country is None:
            raise UsageError("this study is of no one country; choose it: carsi.study(country='HND')")
        return self.country

    # What is said of one country

    @prepared
    def own_events(self) -> pd.DataFrame:
        """What happened in the country, and to all where that is little: ``timeline.concerning``."""
        happened = timeline.happened(self.data.events, [self.data.funding_by_country], self.start_year, self.end_year)
        return timeline.concerning(happened, self.data.event_countries, self.one_country)

    @property
    def own_security_aid(self) -> pd.DataFrame:
        """Obligations of the accounts for security to it since the first funds, in one row at most."""
        every = self.security_by_recipient
        return every[every["country_iso3"] == self.one_country]

    @property
    def own_question(self) -> pd.DataFrame:
        """The latest event of the country that lets a reader ask something, in one row at most."""
        own = self.own_events[self.own_events["own"]]
        return own.dropna(subset=["question_en"]).tail(1)

    @prepared
    def own_marked_events(self) -> pd.DataFrame:
        """The events that charts of the country's years mark: ``timeline.marked``."""
        return timeline.marked(
            self.data.events, self.data.event_countries, self.start_year, self.end_year, self.one_country
        )

    @prepared
    def own_rate(self) -> pd.DataFrame:
        """Where the country's homicide rate stands on its own course, in one row at most: ``profile.rate_course``."""
        return profile.rate_course(self.homicide, self.homicide_ever, self.one_country)

    @prepared
    def others_rate(self) -> pd.DataFrame:
        """The median homicide rate of the other countries by year: ``profile.median_of_others``."""
        return profile.median_of_others(self.homicide, self.one_country)

    def own_series(self, indicator_id: str) -> pd.DataFrame:
        """One indicator of the country: columns of ``threats.measured``."""
        return _of(self.series(indicator_id), self.one_country).reset_index(drop=True)

    def own_recent(self, indicator_id: str) -> pd.DataFrame:
        """The last value of one indicator of the country unless it is too old to stand out: as ``own_series``."""
        last = self.own_series(indicator_id).tail(1)
        return last[last["year"] >= self.homicide["year"].max() - profile.RECENT]

    def others_beside(self, value: pd.DataFrame) -> pd.DataFrame:
        """What the other countries have of the indicator of a value in its year: ``profile.others_beside``."""
        return profile.others_beside(self.measured, value)

    @property
    def own_counts(self) -> pd.DataFrame:
        """Its last two official counts of homicides, where the last is newer than its rate; columns of ``series``."""
        newest = self.official_counts[self.official_counts["country_iso3"] == self.one_country]
        return profile.last_two(self.series(threats.HOMICIDE_COUNT), newest)

    def homicide_before(self, event: pd.DataFrame) -> pd.DataFrame:
        """The country's last reliable rate of a year before that of an event, in one row at most."""
        own = self.own_series(threats.HOMICIDE_RATE)
        return own[~own["doubtful"] & (own["year"] < event["date"].str[:4].astype(int).min())].tail(1)

    @property
    def own_audited(self) -> pd.DataFrame:
        """What the audit counts as disbursed to it, its accounts added, in one row at most."""
        split = self.disbursed_by_country
        return country_money.total_split(split[split["country_iso3"] == self.one_country])

    @prepared
    def beside_region(self) -> pd.DataFrame:
        """The country's homicide rate beside the others, in one row at most: ``profile.beside_region``."""
        return profile.beside_region(self.homicide, self.one_country, self.base_year)

    @prepared
    def own_scores_apart(self) -> pd.DataFrame:
        """Where two bodies say the opposite of its rule of law: ``profile.scores_apart``."""
        return profile.scores_apart(self._scores_of_law, self.one_country)

    @prepared
    def newer_homicide(self) -> pd.DataFrame:
        """A newer value of the later release, in one row at most: ``profile.newer_value``."""
        return profile.newer_value(self.homicide_later, self.homicide, self.one_country)

    @prepared
    def scorecard(self) -> pd.DataFrame:
        """The country's part of the scoreboard, one row a threat: ``standing.scorecard``."""
        return standing.scorecard(self.scoreboard, self.one_country)

    @property
    def own_worst(self) -> pd.DataFrame:
        """The threats of it in which no other country stands worse: ``profile.worst_of_all``."""
        return profile.worst_of_all(self.scorecard, self.homicide_places)

    @prepared
    def own_booked(self) -> pd.DataFrame:
        """Obligations for the country, all purposes, in the dollars chosen."""
        return self.in_dollars(_of(self.booked, self.one_country))

    @prepared
    def own_security(self) -> pd.DataFrame:
        """``own_booked`` with the accounts for security apart: ``obligations.security_and_others``."""
        return obligations.security_and_others(self.own_booked, self.data.accounts)

    @property
    def own_set_aside(self) -> pd.DataFrame:
        """What was set aside of CARSI for it, in one row at most: columns of ``set_aside_by_country``."""
        named = self.data.countries.set_index("country_iso3")["label_en"]
        return self.set_aside_by_country[self.set_aside_by_country["place_en"] == named[self.one_country]]

    @prepared
    def own_later_totals(self) -> pd.DataFrame:
        """Obligations for it after ``booked`` ends, in the later official file and the dollars chosen."""
        return self.in_dollars(self._own_later_nominal)

    @prepared
    def own_unpriced(self) -> pd.DataFrame:
        """Those of them that constant dollars leave out, nominal: ``unpriced``."""
        return self.unpriced(self._own_later_nominal)

    @property
    def _own_later_nominal(self) -> pd.DataFrame:
        return _of(self.later_totals, self.one_country)

    @prepared
    def own_stated(self) -> pd.DataFrame:
        """The amounts that sources name for it within the years chosen: ``country_money.within``."""
        return country_money.within(self.stated(self.one_country), self.start_year, self.end_year)

    @prepared
    def own_statements(self) -> pd.DataFrame:
        """Those that others than the audit name for CARSI itself, the largest first: ``profile.largest_statements``."""
        return profile.largest_statements(self.own_stated)

    @prepared
    def own_disputed_values(self) -> pd.DataFrame:
        """Where editions give it different values, the first to tell first: ``profile.disputed_values``."""
        data = self.data
        return profile.disputed_values(
            data.conflicts,
            data.conflict_series,
            self.observations,
            data.countries,
            self.indicators,
            self.one_country,
            self.start_year,
            self.end_year,
        )

    @prepared
    def own_disputed_amounts(self) -> pd.DataFrame:
        """Where sources give it different amounts: ``profile.disputed_amounts``."""
        return profile.disputed_amounts(
            self.data.conflicts, self.data.funding_by_country, self.one_country, self.start_year, self.end_year
        )


@lru_cache(maxsize=8)
def _everything_of(package: Package) -> Everything:
    return Everything(package)


def _series(values: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    return values[values["indicator_id"] == indicator_id].reset_index(drop=True)


def _of(frame: pd.DataFrame, country_iso3: str) -> pd.DataFrame:
    return frame[frame["country_iso3"] == country_iso3]


@lru_cache(maxsize=8)
def _span_of(package: Package, start_year: int, end_year: int, constant: bool) -> Span:
    return Span(package, start_year, end_year, constant)
