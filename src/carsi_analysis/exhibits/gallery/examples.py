"""The exhibits by name: for each, the call that makes it of a study."""

import difflib
from collections.abc import Callable
from functools import lru_cache, partial

import pandas as pd

from carsi_analysis.analysis import funding, goals, money_known, obligations, results
from carsi_analysis.analysis import threats as series_of
from carsi_analysis.analysis.study import Study
from carsi_analysis.data import Package
from carsi_analysis.errors import UsageError
from carsi_analysis.exhibits import charts, tables
from carsi_analysis.exhibits.exhibit import Chart, ExhibitError, Table

Call = partial[Chart] | partial[Table]
"""The call of an exhibit function that lacks nothing but the locale."""

Example = Callable[[Study], Call]
"""Makes a call of a study; what is about one country takes the study's, or one that shows it well."""

PERIODS = ((2001, 2007), (2008, 2012), (2013, 2016), (2017, 2020))
"""Before CARSI, while its money is known by account, and twice four years after."""


class NothingToShow(ExhibitError):
    """A study holds nothing of what an exhibit shows."""


def call_of(call: Call) -> str:
    """Name the function that an example calls, as a notebook writes it: ``charts.timeline``."""
    name = getattr(call.func, "__name__", "")
    room = charts if getattr(charts, name, None) is call.func else tables
    return f"{room.__name__.rpartition('.')[2]}.{name}"


def trend(indicator_id: str) -> Example:
    """Draw the series of one indicator; of a study's country before the others."""
    return lambda study: partial(
        charts.indicator_trend, study.series(indicator_id), study.described(indicator_id), highlight=study.country
    )


def tiles(indicator_id: str) -> Example:
    """Draw the latest values of one indicator on a tile map."""
    return lambda study: partial(
        charts.tile_map,
        series_of.last_of(study.series(indicator_id), study.data.countries),
        study.described(indicator_id),
    )


def editions(indicator_id: str) -> Example:
    """Set the editions of one indicator side by side, without the changes that mean nothing in it."""
    return lambda study: partial(charts.editions_compared, study.series(indicator_id), study.described(indicator_id))


def account(account_id: str) -> Example:
    """Draw one account among the others."""
    return lambda study: partial(
        charts.account_in_appropriations,
        study.appropriations,
        account_id,
        dollars=study.dollars,
        unknown_from=study.unknown_from,
    )


def constant(example: Example) -> Example:
    """Make an example in constant dollars."""
    return lambda study: example(study.replace(dollars="constant"))


def about(country_iso3: str, example: Example) -> Example:
    """Make an example of one country where the study has chosen none."""
    return lambda study: example(study if study.country else study.replace(country=country_iso3))


APPROPRIATED: dict[str, Example] = {
    "carsi-over-time": lambda study: partial(charts.carsi_over_time, study.carsi_by_year, study.years_known),
    "funding-by-account": lambda study: partial(
        charts.funding_by_account, study.appropriations, dollars=study.dollars, unknown_from=study.unknown_from
    ),
    "funding-by-account-constant": constant(lambda study: APPROPRIATED["funding-by-account"](study)),
    "account-incle": account("incle"),
    "account-shares": lambda study: partial(
        charts.account_shares, funding.shares_by_account(study.appropriated_in_span)
    ),
    "printed-totals": lambda study: partial(charts.printed_totals, study.printed_totals),
    "where-the-money-stands": lambda study: partial(charts.where_the_money_stands, study.stages),
    "paid-by-account": lambda study: partial(charts.paid_by_account, study.paid_by_account),
    "objectives-and-sectors": lambda study: partial(charts.objectives_and_sectors, study.objectives, study.sectors),
    "figures-of-years": lambda study: partial(
        charts.figures_of_years, funding.figures_of_years(study.data.funding, study.names, 2012, 2017)
    ),
    "accounts-by-year": lambda study: partial(tables.accounts_by_year, study.appropriations, dollars=study.dollars),
    "accounts-by-year-constant": constant(lambda study: APPROPRIATED["accounts-by-year"](study)),
    "stages-printed": lambda study: partial(tables.stages_printed, study.stages_printed),
    "cumulative-counts": lambda study: partial(tables.cumulative_counts, study.cumulative_counts),
    "funding-shares": lambda study: partial(tables.funding_shares, study.ratios),
    "set-asides": lambda study: partial(tables.set_asides, study.set_aside),
    "set-asides-by-country": lambda study: partial(
        tables.set_asides_by_country, study.set_aside_by_country, study.set_aside_by_year
    ),
}
"""What was appropriated, and where it stands."""

OBLIGATED: dict[str, Example] = {
    "obligations-by-country": lambda study: partial(
        charts.obligations_by_country, study.in_dollars(study.by_country_and_agency), dollars=study.dollars
    ),
    "obligations-by-country-constant": constant(lambda study: OBLIGATED["obligations-by-country"](study)),
    "obligations-per-head": lambda study: partial(charts.obligations_per_head, study.per_head),
    "obligations-by-agency": lambda study: partial(
        charts.obligations_by_agency,
        study.by_agency_and_year,
        study.later_totals_by_year,
        study.unpriced(study.later_totals),
        dollars=study.dollars,
    ),
    "security-accounts": lambda study: partial(
        charts.security_accounts, study.security_accounts, dollars=study.dollars
    ),
    "carsi-beside-agencies": lambda study: partial(
        charts.carsi_beside_agencies,
        study.beside_carsi,
        obligations.by_agency(study.booked[study.booked["fiscal_year"].between(2008, 2012)]),
    ),
    "official-totals": lambda study: partial(
        charts.official_totals,
        study.in_dollars(study.official_totals if study.has_complete_totals else study.official_totals.head(0)),
        study.unpriced(study.official_totals),
        dollars=study.dollars,
    ),
    "regional-line": lambda study: partial(
        charts.regional_line,
        study.appropriations[study.appropriations["account_id"] == "incle"],
        study.in_dollars(study.regional_line),
        dollars=study.dollars,
    ),
    "disbursed-by-country": lambda study: partial(
        charts.disbursed_by_country, study.disbursed_by_country, study.disbursed_undivided
    ),
    "stages-by-year": about(
        "PAN", lambda study: partial(charts.stages_by_year, study.stages_by_year(study.one_country))
    ),
    "country-money": about(
        "HND",
        lambda study: partial(
            charts.country_money,
            study.own_security,
            study.own_later_totals,
            study.own_unpriced,
            dollars=study.dollars,
        ),
    ),
    "obligations-by-period": lambda study: partial(
        tables.obligations_by_period, obligations.by_country_and_period(study.booked, PERIODS), study.per_head
    ),
    "amounts-stated": about("BLZ", lambda study: partial(tables.amounts_stated, study.stated(study.one_country))),
    "related-money": lambda study: partial(tables.related_money, study.related_figures),
}
"""What State, USAID and others obligated, by country and agency."""

THREATS: dict[str, Example] = {
    "scoreboard": lambda study: partial(charts.scoreboard, study.scoreboard, newer=study.homicide_later),
    "violence-and-money": lambda study: partial(
        charts.violence_and_money,
        study.region_homicide,
        study.region_peak,
        study.region_gaps,
        study.region_later,
        study.in_span(study.own_by_year),
        study.homicide_places,
        study.homicide_elsewhere,
        study.marked_events,
    ),
    "homicide-beside-others": lambda study: partial(
        charts.homicide_beside_others, study.region_homicide, study.homicide_elsewhere
    ),
    "at-a-glance": lambda study: partial(tables.at_a_glance, study.at_a_glance, study.security_by_recipient),
    "beside-others": lambda study: partial(tables.beside_others, study.beside_others),
    "country-homicide": about(
        "SLV",
        lambda study: partial(
            charts.country_homicide,
            study.own_series(series_of.HOMICIDE_RATE),
            study.own_rate,
            study.others_rate,
            study.own_series(series_of.HOMICIDE_RATE_LATER),
            study.own_marked_events,
            study.homicide_disputed,
        ),
    ),
    "homicide-trends": lambda study: partial(
        charts.homicide_trends, study.homicide, study.homicide_later, study.homicide_disputed
    ),
    "homicide-change": lambda study: partial(charts.homicide_change, study.homicide_changes),
    "homicide-editions": lambda study: partial(
        charts.homicide_editions,
        study.editions[study.editions["country_iso3"].isin(["GTM", "HND", "NIC", "PAN"])],
        study.edition_disagreements,
    ),
    "cocaine-seizures": lambda study: partial(
        charts.cocaine_seizures, study.series("coc_seized_unodc"), study.series("coc_seized_insight")
    ),
    "trafficking-tiers": lambda study: partial(charts.trafficking_tiers, study.series(series_of.TIER)),
    "gang-members-estimates": lambda study: partial(
        charts.estimates_by_body, study.estimates("gang_members"), study.described("gang_members")
    ),
    "firearm-homicides": lambda study: partial(
        charts.firearm_homicides, study.estimates("fa_hom_share"), study.described("fa_hom_share")
    ),
    "civilian-firearms": lambda study: partial(
        charts.civilian_firearms,
        series_of.two_years(study.series("fa_per100"), 2007, 2017),
        study.described("fa_per100"),
    ),
    "border-encounters": lambda study: partial(
        charts.border_encounters, study.series("usbp_encounters"), study.described("usbp_encounters")
    ),
    "corruption-perceptions": lambda study: partial(charts.corruption_perceptions, study.series("ti_cpi")),
    "oci-criminality-editions": editions("oci_criminality"),
    "wgi-corruption-two-years": lambda study: partial(
        charts.two_years,
        series_of.two_years(study.series("wgi_corruption"), study.base_year, 2023),
        study.described("wgi_corruption"),
    ),
    "hom-rate-unodc-map": tiles("hom_rate_unodc"),
    "prison-rate-trend": trend("prison_rate"),
    "fa-hom-share-trend": trend("fa_hom_share"),
    "homicide-of-country": about("HND", trend("hom_rate_unodc")),
    "scorecard": about("HND", lambda study: partial(tables.scorecard, study.scorecard)),
    "homicide-disagreements": lambda study: partial(tables.homicide_disagreements, study.edition_disagreements),
    "threat-indicators": lambda study: partial(tables.threat_indicators, study.threat_indicators),
}
"""What the threats look like in numbers."""

GOALS_AND_RESULTS: dict[str, Example] = {
    "threats-and-goals": lambda study: partial(tables.threats_and_goals, study.answers),
    "threats-goals-areas": lambda study: partial(charts.threats_goals_areas, study.nodes, study.links),
    "goals-overview": lambda study: partial(tables.goals_overview, study.goals_overview),
    "goal-wordings": lambda study: partial(tables.goal_wordings, study.wordings),
    "link-reasons": lambda study: partial(tables.link_reasons, study.link_reasons),
    "goals-scoreboard": lambda study: partial(
        charts.scoreboard, study.goals_scoreboard, "goal", study.scores_apart, study.homicide_later
    ),
    "goal-indicators": lambda study: partial(
        tables.goal_indicators, goals.lead_indicators(study.goal_indicators), study.extents
    ),
    "evidence-gaps": lambda study: partial(charts.evidence_gaps, study.evidence_map),
    "evaluation-effects": lambda study: partial(charts.evaluation_effects, study.effects, study.studies),
    "evaluations": lambda study: partial(tables.evaluations, study.studies),
    "audits": lambda study: partial(tables.audits, results.audits(study.studies)),
    "reported-effects": lambda study: partial(tables.reported_effects, study.effects),
    "means-compared": lambda study: partial(tables.means_compared, study.means, *study.spans),
    "money-and-homicide": lambda study: partial(
        charts.money_and_homicide,
        study.per_head if study.has_both_sides else study.per_head.head(0),
        study.means,
        study.money_and_change,
    ),
    "comparison-variants": lambda study: partial(charts.comparison_variants, study.variants),
    "programmes": lambda study: partial(tables.programmes, study.programmes),
    "money-to-results": lambda study: partial(tables.money_to_results, study.kinds_of_aid),
    "timeline": lambda study: partial(charts.timeline, study.regional_events),
    "events": lambda study: partial(tables.events, study.replace(start_year=2007, end_year=2022).events),
}
"""What CARSI set out to do, what was done and what evaluations found."""

KNOWN: dict[str, Example] = {
    "money-known": lambda study: partial(charts.money_known, _known(study)),
    "money-gaps": lambda study: partial(tables.money_gaps, _known(study)),
    "conflict-values": lambda study: partial(charts.conflict_values, study.disputed_amounts),
    "conflict-reasons": lambda study: partial(tables.conflict_reasons, study.disputed_amounts),
    "data-coverage": lambda study: partial(charts.coverage_strip, study.covered(study.leads), study.leads),
    "coverage-by-country": lambda study: partial(
        tables.data_coverage,
        study.coverage[study.coverage["indicator_id"].isin(study.leads["indicator_id"])],
        study.leads,
    ),
    "indicator-dictionary": lambda study: partial(tables.indicator_dictionary, study.extents),
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


EITHER = {"cocaine-seizures"}
"""Examples that show something of their second frame where the first, the main one, is empty."""


MAPS = {"homicide-trends": "hom-rate-unodc-map", "corruption-perceptions": "ti-cpi-map"}
"""The maps of exhibits that are not called the trend of an indicator."""

FEWEST_ON_A_MAP = 4


def every_example(package: Package) -> dict[str, Example]:
    """Give the examples of all chapters, trend and map of every indicator, and editions of every series, by name."""
    package.note(["indicators"])
    return _examples_of(package)


@lru_cache(maxsize=8)
def _examples_of(package: Package) -> dict[str, Example]:
    shown = {name: example for chapter in CHAPTERS.values() for name, example in chapter.items()}
    held = package.indicators[package.indicators["held_in"] == "observations"]
    slugs = {indicator_id: indicator_id.replace("_", "-") for indicator_id in sorted(held["indicator_id"])}
    main = held.loc[held["role"] == "main", "indicator_id"]
    trends = {f"{slug}-trend": trend(indicator_id) for indicator_id, slug in slugs.items()}
    maps = {f"{slug}-map": tiles(indicator_id) for indicator_id, slug in slugs.items()}
    beside = {f"{slugs[indicator_id]}-editions": editions(indicator_id) for indicator_id in sorted(main)}
    return trends | maps | beside | shown


def exhibit_call(name: str, study: Study) -> Call:
    """Make the call of a named exhibit.

    Raises:
        UsageError: no exhibit has that name; the message suggests the nearest ones.
        NothingToShow: the study holds nothing of what it shows.
    """
    examples = every_example(study.data)
    if name not in examples:
        near = difflib.get_close_matches(name, examples, n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(near)}?" if near else "carsi.exhibit_names() lists them"
        raise UsageError(f"no chart or table is called {name!r}; {hint}")
    call = examples[name](study)
    shown = call.args[:2] if name in EITHER else call.args[:1]
    if all(one.empty for one in shown):
        raise NothingToShow(f"{name} has nothing to show for {study.start_year}–{study.end_year}; choose other years")
    return call


def map_call(name: str, study: Study) -> Call | None:
    """Make the call of the map that shows the last values of a named exhibit; nothing where a map says no more.

    Exhibits of one country, and those in which few countries have a value, have none.
    """
    mapped = MAPS.get(name, f"{name.removesuffix('-trend')}-map" if name.endswith("-trend") else "")
    example = every_example(study.data).get(mapped)
    call = example(study) if example and not study.country else None
    return call if call and call.args[0]["value"].notna().sum() >= FEWEST_ON_A_MAP else None


def _known(study: Study) -> pd.DataFrame:
    data = study.data
    return money_known.known(
        data.funding, data.funding_by_country, data.measures, data.accounts, funding.FIRST_FISCAL_YEAR, 2023
    )
