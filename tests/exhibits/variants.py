"""Calls of exhibits that look different enough to be tested, and too much alike for a gallery."""

from functools import partial

from carsi_analysis.analysis import coverage, funding
from carsi_analysis.analysis.study import Study
from carsi_analysis.catalogue import COUNTRY
from carsi_analysis.exhibits import charts, tables
from carsi_analysis.exhibits.gallery import CHAPTERS, Example
from carsi_analysis.exhibits.gallery.examples import OBLIGATED, THREATS, about, account, constant, tiles, trend


def of_years(start_year: int, end_year: int, example: Example) -> Example:
    """Make an example of a shorter span."""
    return lambda study: example(study.replace(start_year=start_year, end_year=end_year))


VARIANTS: dict[str, Example] = {
    "goal indicators of one goal": lambda study: partial(
        tables.goal_indicators,
        study.goal_indicators[study.goal_indicators["goal_id"] == "state_presence"],
        study.extents,
    ),
    "link reasons of one goal": lambda study: partial(
        tables.link_reasons, study.link_reasons.query("goal_id == 'state_presence'")
    ),
    "wording of one goal": lambda study: partial(tables.goal_wordings, study.wordings.tail(1)),
    "cash seized": lambda study: partial(
        charts.estimates_by_body, study.estimates("cash_seized"), study.described("cash_seized")
    ),
    "homicide of one year": of_years(2011, 2011, THREATS["homicide-trends"]),
    "corruption perceptions of one year": of_years(2020, 2020, THREATS["corruption-perceptions"]),
    **{f"money of {iso}": about(iso, OBLIGATED["country-money"]) for iso in COUNTRY.allowed if iso != "HND"},
    "money of NIC taken back": about("NIC", of_years(2010, 2010, OBLIGATED["country-money"])),
    **{f"scorecard of {iso}": about(iso, THREATS["scorecard"]) for iso in COUNTRY.allowed if iso != "HND"},
    **{f"homicide of {iso}": about(iso, trend("hom_rate_unodc")) for iso in ("BLZ", "NIC", "SLV")},
    **{f"map of {one}": tiles(one) for one in ("ti_cpi", "wgi_rule_of_law", "prison_rate")},
    "funding by account up to its last year": lambda study: partial(charts.funding_by_account, study.by_account),
    **{f"one account, {one}": constant(account(one)) for one in ("esf", "fmf", "nadr")},
    "official totals of three years": of_years(2000, 2003, OBLIGATED["official-totals"]),
    "official totals of one year": of_years(2008, 2008, OBLIGATED["official-totals"]),
    "obligations by agency of one year": of_years(2015, 2015, OBLIGATED["obligations-by-agency"]),
    "figures of wider lines only": lambda study: partial(
        charts.figures_of_years, funding.figures_of_years(study.data.funding, study.names, 2017, 2023)
    ),
    "survey of SLV": about("SLV", trend("vic_latinobarometro")),
    "arms of PAN": about("PAN", trend("arms_seized")),
    "corruption of CRI": about("CRI", trend("ti_cpi")),
    "timeline of few years": lambda study: partial(
        charts.timeline, study.replace(start_year=2007, end_year=2010).events
    ),
    "coverage of BLZ": lambda study: partial(
        charts.coverage_strip,
        coverage.coverage_by_year(
            study.measured[
                (study.measured["country_iso3"] == "BLZ")
                & study.measured["indicator_id"].isin(study.leads["indicator_id"])
            ]
        ),
        study.leads,
        of_countries=1,
    ),
}


def every_case(study: Study) -> dict[str, Example]:
    """Give every example of the gallery, the trend of every main indicator, and the variants."""
    gallery = {name: example for chapter in CHAPTERS.values() for name, example in chapter.items()}
    main = study.indicators[(study.indicators["role"] == "main") & (study.indicators["held_in"] == "observations")]
    trends = {f"{one.replace('_', '-')}-trend": trend(one) for one in main["indicator_id"]}
    return trends | gallery | VARIANTS
