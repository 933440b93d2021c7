"""The examples by chapter: a name, and the call that makes the exhibit of prepared results."""

from collections.abc import Callable
from functools import partial

from carsi_analysis.analysis import (
    comparison,
    country_money,
    coverage,
    funding,
    goals,
    obligations,
    replication,
    results,
    standing,
)
from carsi_analysis.analysis import threats as series_of
from carsi_analysis.catalogue import SEVEN_COUNTRIES
from carsi_analysis.exhibits import charts, tables
from carsi_analysis.exhibits.exhibit import Chart, Table
from carsi_analysis.exhibits.gallery.prepared import BASE_YEAR, PERIODS, Prepared

Call = partial[Chart] | partial[Table]
"""The call of an exhibit function that lacks nothing but the locale."""

Example = Callable[[Prepared], Call]
"""Makes a call of prepared results."""


def call_of(call: Call) -> str:
    """Name the function that an example calls, as a notebook writes it: ``charts.timeline``."""
    name = getattr(call.func, "__name__", "")
    room = charts if getattr(charts, name, None) is call.func else tables
    return f"{room.__name__.rpartition('.')[2]}.{name}"


def trend(indicator_id: str, highlight: str | None = None) -> Example:
    """Draw the series of one indicator, or of one country before the others."""
    return lambda done: partial(
        charts.indicator_trend, done.series(indicator_id), done.described(indicator_id), highlight=highlight
    )


def tiles(indicator_id: str) -> Example:
    """Draw the latest values of one indicator on a tile map."""
    return lambda done: partial(
        charts.tile_map,
        series_of.last_of(done.series(indicator_id), done.data.countries),
        done.described(indicator_id),
    )


def money_of(country_iso3: str) -> Example:
    """Draw the money of one country."""

    def example(done: Prepared) -> Call:
        own = done.by_country_and_agency
        return partial(charts.country_money, own[own["country_iso3"] == country_iso3], done.stated(country_iso3))

    return example


def account_of(account_id: str) -> Example:
    """Draw one account among the others, in constant dollars."""
    return lambda done: partial(
        charts.account_in_appropriations, done.in_constant(done.by_account), account_id, dollars=done.constant
    )


def card_of(country_iso3: str) -> Example:
    """Make the scorecard of one country."""
    return lambda done: partial(tables.scorecard, standing.scorecard(done.latest, done.leads, country_iso3))


APPROPRIATED: dict[str, Example] = {
    "funding by account": lambda done: partial(charts.funding_by_account, done.by_account, unknown_from=2013),
    "funding by account in constant dollars": lambda done: partial(
        charts.funding_by_account, done.in_constant(done.by_account), dollars=done.constant, unknown_from=2013
    ),
    "one account": lambda done: partial(charts.account_in_appropriations, done.by_account, "incle", unknown_from=2013),
    "account shares": lambda done: partial(charts.account_shares, funding.shares_by_account(done.by_account)),
    "printed totals": lambda done: partial(charts.printed_totals, done.printed_totals),
    "where the money stands": lambda done: partial(
        charts.where_the_money_stands, funding.stages_of_one_count(done.data.funding, done.data.measures)
    ),
    "paid by account": lambda done: partial(charts.paid_by_account, done.paid),
    "objectives and sectors": lambda done: partial(
        charts.objectives_and_sectors,
        funding.planned_by_objective(done.data.funding_by_objective),
        funding.sectors_of(done.data.funding_by_objective, obligations.REGIONAL_LINE, "obligated"),
    ),
    "figures of years": lambda done: partial(
        charts.figures_of_years, funding.figures_of_years(done.data.funding, done.names, 2012, 2017)
    ),
    "accounts by year": lambda done: partial(tables.accounts_by_year, done.by_account),
    "accounts by year in constant dollars": lambda done: partial(
        tables.accounts_by_year, done.in_constant(done.by_account), dollars=done.constant
    ),
    "stages printed": lambda done: partial(
        tables.stages_printed, funding.stages_printed(done.data.funding, done.names)
    ),
}
"""What was appropriated, and where it stands."""

OBLIGATED: dict[str, Example] = {
    "obligations by country": lambda done: partial(charts.obligations_by_country, done.by_country_and_agency),
    "obligations by country in constant dollars": lambda done: partial(
        charts.obligations_by_country, done.in_constant(done.by_country_and_agency), dollars=done.constant
    ),
    "obligations per head": lambda done: partial(charts.obligations_per_head, done.per_head),
    "obligations by agency": lambda done: partial(
        charts.obligations_by_agency, obligations.by_agency_and_year(done.booked)
    ),
    "CARSI beside agencies": lambda done: partial(
        charts.carsi_beside_agencies,
        funding.carsi_and_supporting(done.data.funding, done.data.related_funding, done.data.scopes),
        obligations.by_agency(done.booked_in(2008, 2012)),
    ),
    "official totals": lambda done: partial(charts.official_totals, done.official_totals),
    "regional line": lambda done: partial(
        charts.regional_line,
        done.by_account[done.by_account["account_id"] == "incle"],
        obligations.regional_incle(done.booked),
    ),
    "disbursed by country": lambda done: partial(
        charts.disbursed_by_country,
        country_money.disbursed_by_country(done.data.funding_by_country, done.data.countries, done.data.accounts),
        country_money.disbursed_undivided(done.data.funding, done.data.accounts),
    ),
    "stages by year": lambda done: partial(
        charts.stages_by_year,
        country_money.stages_by_year(done.data.funding_by_country, done.data.measures, done.data.countries, "PAN"),
    ),
    "money of HND": money_of("HND"),
    "obligations by period": lambda done: partial(
        tables.obligations_by_period,
        obligations.by_country_and_period(done.booked, PERIODS),
        done.per_head,
    ),
    "amounts stated": lambda done: partial(tables.amounts_stated, done.stated("BLZ")),
    "related money": lambda done: partial(
        tables.related_money, funding.related_figures(done.data.related_funding, done.names)
    ),
}
"""What State, USAID and others obligated, by country and agency."""

THREATS: dict[str, Example] = {
    "homicide trends": lambda done: partial(
        charts.homicide_trends,
        done.series(series_of.HOMICIDE_RATE),
        done.series(series_of.HOMICIDE_RATE_LATER),
    ),
    "homicide change": lambda done: partial(
        charts.homicide_change, series_of.changes(done.series(series_of.HOMICIDE_RATE), BASE_YEAR)
    ),
    "homicide editions": lambda done: partial(
        charts.homicide_editions,
        done.editions[done.editions["country_iso3"].isin(["GTM", "HND", "NIC", "PAN"])],
        series_of.disagreements(done.editions),
    ),
    "cocaine seizures": lambda done: partial(
        charts.cocaine_seizures, done.series("coc_seized_unodc"), done.series("coc_seized_insight")
    ),
    "trafficking tiers": lambda done: partial(charts.trafficking_tiers, done.series(series_of.TIER)),
    "gang estimates": lambda done: partial(
        charts.gang_estimates, done.estimates("gang_members"), done.described("gang_members")
    ),
    "firearm homicides": lambda done: partial(
        charts.firearm_homicides, done.estimates("fa_hom_share"), done.described("fa_hom_share")
    ),
    "civilian firearms": lambda done: partial(
        charts.civilian_firearms,
        series_of.two_years(done.series("fa_per100"), 2007, 2017),
        done.described("fa_per100"),
    ),
    "border encounters": lambda done: partial(
        charts.border_encounters, done.series("usbp_encounters"), done.described("usbp_encounters")
    ),
    "corruption perceptions": lambda done: partial(
        charts.corruption_perceptions, done.series("ti_cpi"), done.series("ti_cpi_old")
    ),
    "organized crime": lambda done: partial(
        charts.editions_compared, done.series("oci_criminality"), done.described("oci_criminality")
    ),
    "two years": lambda done: partial(
        charts.two_years,
        series_of.two_years(done.series("wgi_corruption"), BASE_YEAR, 2023),
        done.described("wgi_corruption"),
    ),
    "map of hom_rate_unodc": tiles("hom_rate_unodc"),
    "trend of prison_rate": trend("prison_rate"),
    "trend of fa_hom_share": trend("fa_hom_share"),
    "homicide of HND": trend("hom_rate_unodc", "HND"),
    "matrix": lambda done: partial(charts.threat_matrix, done.latest, done.leads),
    "scorecard of HND": card_of("HND"),
    "homicide disagreements": lambda done: partial(
        tables.homicide_disagreements, series_of.disagreements(done.editions)
    ),
    "threat indicators": lambda done: partial(
        tables.threat_indicators,
        coverage.threat_coverage(done.data.threats, done.data.indicator_threats, done.extents),
    ),
}
"""What the threats look like in numbers."""

GOALS_AND_RESULTS: dict[str, Example] = {
    "threats and goals": lambda done: partial(
        tables.threats_and_goals, goals.answers(done.data.threats, done.data.goals, done.data.links)
    ),
    "threats, goals and areas": lambda done: partial(charts.threats_goals_areas, *done.link_parts),
    "goal wordings": lambda done: partial(
        tables.goal_wordings, goals.wordings(done.data.goal_wordings, done.data.goals)
    ),
    "link reasons": lambda done: partial(tables.link_reasons, goals.link_reasons(*done.link_parts)),
    "matrix of goals": lambda done: partial(
        charts.goal_matrix,
        standing.latest_values(done.measured, done.data.indicators, BASE_YEAR),
        goals.lead_indicators(done.goal_indicators),
    ),
    "goal indicators": lambda done: partial(
        tables.goal_indicators, goals.lead_indicators(done.goal_indicators), done.extents
    ),
    "evaluation effects": lambda done: partial(charts.evaluation_effects, done.effects, done.studies),
    "evaluations": lambda done: partial(tables.evaluations, done.studies),
    "reported effects": lambda done: partial(tables.reported_effects, done.effects),
    "means compared": lambda done: partial(tables.means_compared, done.means, *done.spans),
    "money and homicide": lambda done: partial(
        charts.money_and_homicide, done.per_head, done.means, comparison.money_and_change(done.per_head, done.means)
    ),
    "comparison variants": lambda done: partial(
        charts.comparison_variants,
        replication.variants(
            done.series(series_of.HOMICIDE_RATE), done.data.evaluation_results, done.data.countries, BASE_YEAR
        ),
    ),
    "programs": lambda done: partial(
        tables.programmes,
        results.outputs(done.data.programmes, done.data.funding_areas, done.data.countries, done.data.units),
    ),
    "timeline": lambda done: partial(charts.timeline, done.events()),
    "events": lambda done: partial(tables.events, done.events()),
}
"""What CARSI set out to do, what was done and what evaluations found."""

KNOWN: dict[str, Example] = {
    "money known": lambda done: partial(charts.money_known, done.known),
    "money gaps": lambda done: partial(tables.money_gaps, done.known),
    "conflict values": lambda done: partial(charts.conflict_values, done.disputed_amounts),
    "conflict reasons": lambda done: partial(tables.conflict_reasons, done.disputed_amounts),
    "coverage": lambda done: partial(charts.coverage_strip, coverage.coverage_by_year(done.lead_values), done.leads),
    "data coverage": lambda done: partial(tables.data_coverage, coverage.coverage(done.lead_values), done.leads),
    "indicator dictionary": lambda done: partial(tables.indicator_dictionary, done.extents),
}
"""What is known, what is not, and where sources disagree."""

CHAPTERS: dict[str, dict[str, Example]] = {
    "appropriated": APPROPRIATED,
    "obligated": OBLIGATED,
    "threats": THREATS,
    "results": GOALS_AND_RESULTS,
    "known": KNOWN,
}
"""All examples in the order of the gallery, by chapter and name."""


VARIANTS: dict[str, Example] = {
    "goal indicators of one goal": lambda done: partial(
        tables.goal_indicators,
        done.goal_indicators[done.goal_indicators["goal_id"] == "state_presence"],
        done.extents,
    ),
    "link reasons of one goal": lambda done: partial(
        tables.link_reasons, goals.link_reasons(*done.link_parts).query("goal_id == 'state_presence'")
    ),
    "wording of one goal": lambda done: partial(
        tables.goal_wordings, goals.wordings(done.data.goal_wordings, done.data.goals).tail(1)
    ),
    "cash seized": lambda done: partial(
        charts.gang_estimates, done.estimates("cash_seized"), done.described("cash_seized")
    ),
    "homicide of one year": lambda done: partial(
        charts.homicide_trends,
        done.series(series_of.HOMICIDE_RATE).query("year == 2011"),
        done.series(series_of.HOMICIDE_RATE_LATER).query("year == 2011"),
    ),
    "corruption perceptions of one year": lambda done: partial(
        charts.corruption_perceptions,
        done.series("ti_cpi").query("year == 2020"),
        done.series("ti_cpi_old").query("year == 2020"),
    ),
    **{f"money of {iso}": money_of(iso) for iso in SEVEN_COUNTRIES if iso != "HND"},
    **{f"scorecard of {iso}": card_of(iso) for iso in SEVEN_COUNTRIES if iso != "HND"},
    **{f"homicide of {iso}": trend("hom_rate_unodc", iso) for iso in ("BLZ", "NIC", "SLV")},
    **{f"map of {one}": tiles(one) for one in ("ti_cpi", "wgi_rule_of_law", "prison_rate")},
    "funding by account up to its last year": lambda done: partial(charts.funding_by_account, done.by_account),
    **{f"one account, {account}": account_of(account) for account in ("esf", "fmf", "nadr")},
    "official totals of three years": lambda done: partial(
        charts.official_totals, done.official_totals[done.official_totals["fiscal_year"] < 2004]
    ),
    "official totals of one year": lambda done: partial(
        charts.official_totals, done.official_totals[done.official_totals["fiscal_year"] == 2008]
    ),
    "obligations by agency of one year": lambda done: partial(
        charts.obligations_by_agency, obligations.by_agency_and_year(done.booked_in(2015, 2015))
    ),
    "figures of wider lines only": lambda done: partial(
        charts.figures_of_years, funding.figures_of_years(done.data.funding, done.names, 2017, 2023)
    ),
    "survey of SLV": trend("vic_latinobarometro", "SLV"),
    "arms of PAN": trend("arms_seized", "PAN"),
    "corruption of CRI": trend("ti_cpi", "CRI"),
    "matrix of first leads": lambda done: partial(
        charts.threat_matrix, done.latest, done.leads[done.leads["lead_order"] == 1]
    ),
    "timeline of few years": lambda done: partial(charts.timeline, done.events(2007, 2010)),
    "coverage of BLZ": lambda done: partial(
        charts.coverage_strip,
        coverage.coverage_by_year(done.lead_values.query("country_iso3 == 'BLZ'")),
        done.leads,
        of_countries=1,
    ),
}
"""Calls that look different enough to be tested, and too much alike for a gallery."""


def every_example(done: Prepared) -> dict[str, Example]:
    """Give the examples of all chapters, their variants, and the main series of every indicator."""
    shown = {name: example for chapter in CHAPTERS.values() for name, example in chapter.items()}
    indicators = done.data.indicators
    main = indicators[(indicators["role"] == "main") & (indicators["held_in"] == "observations")]
    trends = {f"trend of {indicator_id}": trend(indicator_id) for indicator_id in sorted(main["indicator_id"])}
    return trends | shown | VARIANTS
