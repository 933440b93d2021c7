"""What looks right on screen and would be wrong: joined gaps, mixed sources, a title that says the opposite."""

from itertools import pairwise

import pandas as pd
import pytest

from carsi_analysis.analysis import standing, threats
from carsi_analysis.analysis.study import Study
from carsi_analysis.data import load
from carsi_analysis.exhibits import charts, tables
from carsi_analysis.exhibits.charts.trafficking import TIER_SHADES, tier_code
from carsi_analysis.exhibits.drawing import svg_of
from carsi_analysis.exhibits.exhibit import ExhibitError
from carsi_analysis.exhibits.gallery.examples import THREATS
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks.layers import DISPUTED
from carsi_analysis.exhibits.shading import text_on
from carsi_analysis.house.contrast import contrast
from carsi_analysis.house.tokens import BETTER_STRONG, LIGHT, WORSE_FACE, WORSE_STRONG
from tests.exhibits.drawn import drawn, labels_of

EN, ES = Locale("en"), Locale("es")
NAMES = {
    "BLZ": ("Belize", "Belice"),
    "CRI": ("Costa Rica", "Costa Rica"),
    "GTM": ("Guatemala", "Guatemala"),
    "HND": ("Honduras", "Honduras"),
    "NIC": ("Nicaragua", "Nicaragua"),
    "PAN": ("Panama", "Panamá"),
    "SLV": ("El Salvador", "El Salvador"),
}


PLACES = load().countries.set_index("country_iso3")


def series(*rows: tuple, indicator_id: str = "hom_rate_unodc", **columns) -> pd.DataFrame:
    """Rows of (country, year, value)."""
    frame = pd.DataFrame(rows, columns=["country_iso3", "year", "value"])
    named = {
        f"label_{lang}": frame["country_iso3"].map(lambda iso, i=i: NAMES[iso][i])
        for i, lang in enumerate(("en", "es"))
    }
    return frame.assign(
        **named,
        **{name: frame["country_iso3"].map(PLACES[name]) for name in ("colour", "tile_column", "tile_row")},
        indicator_id=indicator_id,
        variant="main",
        status=columns.get("status", "final"),
        stretch=columns.get("stretch", 0),
        doubtful=columns.get("doubtful", False),
        sources=[("unodc",)] * len(frame),
        rows=[(f"observations/{r.country_iso3}/{r.year}",) for r in frame.itertuples()],
    )


def indicator(**changes) -> pd.Series:
    return pd.Series(
        {
            "indicator_id": "some_rate",
            "label_en": "Some rate",
            "label_es": "Alguna tasa",
            "short_label_en": "Rate",
            "short_label_es": "Tasa",
            "unit_en": "per 100,000 people",
            "unit_es": "por 100,000 habitantes",
            "unit_short_en": "per 100,000",
            "unit_short_es": "por 100,000",
            "decimals": 1,
            "role": "main",
            "direction": "higher_is_worse",
            "year_basis": "calendar",
            **changes,
        }
    )


def lines_of(chart) -> list:
    """All line segments that are drawn in a country's colour or wider than the scale's."""
    found = []
    for axes in drawn(chart).axes:
        for collection in axes.collections:
            widths = collection.get_linewidths()
            if hasattr(collection, "get_segments") and len(widths) and max(widths) >= 1.2:
                found += [segment for segment in collection.get_segments() if len(segment) > 1]
    return found


def test_the_title_of_a_trend_goes_from_its_first_value_to_its_last():
    risen = series(("HND", 2000, 10.0), ("HND", 2001, 20.0))
    fallen = series(("HND", 2000, 20.0), ("HND", 2001, 10.0))
    assert (
        "from 10.0 (2000) to 20.0 (2001)"
        in charts.indicator_trend(risen, indicator(), locale=EN, highlight="HND").title
    )
    assert (
        "de 20.0 (2000) a 10.0 (2001)" in charts.indicator_trend(fallen, indicator(), locale=ES, highlight="HND").title
    )


def test_a_change_below_the_decimals_shown_is_no_change():
    same = series(("HND", 2000, 10.01), ("HND", 2001, 10.04))
    assert "the same as in 2000" in charts.indicator_trend(same, indicator(), locale=EN, highlight="HND").title


def test_moves_are_counted_and_unreliable_ends_left_out():
    both = series(
        ("HND", 2000, 50.0),
        ("HND", 2020, 30.0),
        ("NIC", 2000, 9.0),
        ("NIC", 2018, 10.0),
        ("NIC", 2020, 5.0),
        doubtful=[False, False, False, False, True],
    )
    chart = charts.indicator_trend(both, indicator(), locale=EN)
    assert chart.title == "Rate: highest, Honduras (30.0); lowest, Nicaragua (10.0, 2018)"
    assert "Nicaragua from 9.0 (2000) to 10.0 (2018)" in chart.alt
    assert any("unreliable" in note for note in chart.notes)


def test_ends_that_several_countries_share_are_not_listed():
    chart = charts.indicator_trend(series(("HND", 2000, 5.0), ("HND", 2001, 4.0)), indicator(), locale=EN)
    assert chart.title == "Rate: the highest value is Honduras’s, 5.0 in 2000"
    ends = {"HND": 7.0, "PAN": 5.0, "CRI": 5.0}
    three = series(*(row for iso, last in ends.items() for row in ((iso, 2000, 4.0), (iso, 2001, last))))
    assert charts.indicator_trend(three, indicator(), locale=ES).title == ("Tasa: máximo en Honduras, 7.0 (2001)")


def test_no_line_crosses_a_gap_or_a_change_of_method():
    gap = series(("HND", 2000, 5.0), ("HND", 2001, 6.0), ("HND", 2003, 7.0), ("HND", 2004, 8.0))
    assert [len(line) for line in lines_of(charts.indicator_trend(gap, indicator(), locale=EN))] == [2, 2]
    broken = series(
        ("HND", 2015, 40.0), ("HND", 2016, 38.0), ("HND", 2017, 19.0), ("HND", 2018, 17.0), stretch=[0, 0, 1, 1]
    )
    chart = charts.indicator_trend(broken, indicator(), locale=EN)
    assert [len(line) for line in lines_of(chart)] == [2, 2]
    assert "The method changed in 2017" in chart.notes[0]


def test_isolated_estimates_are_never_a_line():
    points = series(("HND", 2010, 5.0), ("HND", 2011, 6.0), ("HND", 2012, 9.0))
    chart = charts.indicator_trend(points, indicator(role="points"), locale=EN)
    assert lines_of(chart) == []
    assert chart.title == "Rate: the highest value is Honduras’s, 9.0 in 2012"


def test_a_missing_year_is_a_gap_in_the_table_too():
    chart = charts.indicator_trend(series(("HND", 2000, 5.0), ("HND", 2002, 6.0)), indicator(), locale=EN)
    assert chart.cells() == [[2000, 5.0], [2001, None], [2002, 6.0]]


def test_countries_far_apart_share_a_logarithmic_scale_that_is_named():
    far = series(("HND", 2000, 5000.0), ("HND", 2001, 6000.0), ("BLZ", 2000, 3.0), ("BLZ", 2001, 0.0))
    chart = charts.indicator_trend(far, indicator(), locale=EN)
    assert "logarithmic scale" in chart.subtitle
    assert "Zeros stand at the foot of the logarithmic scale." in chart.notes
    near = series(("HND", 2000, 50.0), ("BLZ", 2000, 30.0), ("HND", 2001, 50.0))
    assert "logarithmic" not in charts.indicator_trend(near, indicator(), locale=EN).subtitle


def test_fiscal_years_are_named_as_such():
    chart = charts.indicator_trend(
        series(("HND", 2000, 5.0), ("HND", 2001, 6.0)), indicator(year_basis="fiscal"), locale=ES
    )
    assert "AF2000–AF2001" in chart.measure


def test_an_indicator_without_values_is_refused():
    with pytest.raises((ExhibitError, ValueError)):
        charts.indicator_trend(series(), indicator(), locale=EN)


def test_unreliable_rates_are_loose_marks_beyond_the_end_of_the_line():
    main = series(
        *(("NIC", year, 10.0) for year in (2017, 2018, 2019, 2020)),
        *(("HND", year, 40.0) for year in (2017, 2018, 2019, 2020)),
        doubtful=[False, False, True, True, *[False] * 4],
    )
    chart = charts.homicide_trends(main, series(), locale=EN)
    assert sorted(len(line) for line in lines_of(chart)) == [2, 4]
    assert "unreliable" in {label.text for label in labels_of(chart)}


def test_a_profile_draws_no_line_to_a_rate_that_is_unreliable():
    study = Study(load(), country="NIC")
    own, later = (study.own_series(name) for name in (threats.HOMICIDE_RATE, threats.HOMICIDE_RATE_LATER))
    chart = charts.country_homicide(own, study.own_rate, study.others_rate, later, study.own_marked_events, locale=EN)
    (line,) = [one for one in lines_of(chart) if len(one) > 2]
    assert len(line) == (~own["doubtful"]).sum() < len(own)


def test_homicide_never_joins_the_later_release():
    main = series(("HND", 2020, 36.0), ("HND", 2021, 38.0), ("SLV", 2020, 21.0), ("SLV", 2021, 17.0))
    later = series(("HND", 2022, 99.0), indicator_id="hom_rate_unodc_2026")
    chart = charts.homicide_trends(main, later, locale=EN)
    assert all(len(line) == 2 for line in lines_of(chart))
    assert ["later release", 99.0] in [[row[1], row[2]] for row in chart.cells()]
    assert "99.0" not in chart.alt
    assert chart.title == "Homicide fell most in El Salvador, rose most in Honduras"
    assert {"38.0", "99.0", "17.0"} <= {label.text for label in labels_of(chart)}, "each mark has its own value"
    assert "2020–2022" in chart.measure


@pytest.mark.parametrize(
    ("last", "title"),
    [
        ((30.0, 10.0), "Homicide fell in all 2 countries, most in Honduras"),
        ((60.0, 30.0), "Homicide fell in no country and rose most in Honduras"),
    ],
)
def test_the_homicide_title_holds_when_all_move_alike(last, title):
    main = series(("HND", 2020, 50.0), ("HND", 2021, last[0]), ("SLV", 2020, 21.0), ("SLV", 2021, last[1]))
    assert charts.homicide_trends(main, series(), locale=EN).title == title


def test_calm_countries_have_a_finer_scale_that_is_told_and_first_highest_and_last_value_are_written():
    peaks = {"SLV": 107.6, "HND": 83.2, "GTM": 45.7, "BLZ": 43.4, "CRI": 17.7, "PAN": 17.3, "NIC": 14.2}
    courses = {2019: 1 / 4, 2020: 1.0, 2021: 1 / 2}
    main = series(*((iso, year, rate * part) for iso, rate in peaks.items() for year, part in courses.items()))
    chart = charts.homicide_trends(main, series(), locale=EN)
    rises = [abs(line[1][1] - line[0][1]) for line in lines_of(chart)]
    assert len(rises) == len(peaks)
    assert rises[1] / rises[0] == pytest.approx(83.2 / 107.6), "side by side, an inch is the same rate"
    assert rises[4] / rises[0] > 3 * 17.7 / 107.6, "a calm country does not lie flat"
    assert "each row on its own scale" in chart.measure and "each row on its own scale" in chart.alt
    texts = {label.text for label in labels_of(chart)}
    assert [label.text for label in labels_of(chart)].count("finer scale") == 3
    assert {EN.fixed(rate * part, 1) for rate in peaks.values() for part in courses.values()} <= texts


def test_years_that_another_count_disputes_are_dashed_and_named():
    main = series(*(("PAN", year, 10.0 + year % 3) for year in range(2004, 2014)))
    spans = pd.DataFrame({"country_iso3": ["PAN"], "start_year": [2006], "end_year": [2011]})
    chart = charts.homicide_trends(main, series(), spans, locale=EN)
    dashed = [
        points
        for (_, _, _, dash), lines in chart.draw.on_page.lines.items()
        if dash == DISPUTED[1]
        for points, _ in lines
        if len(points) > 2  # without the sample of the key
    ]
    assert [len(points) for points in dashed] == [8], "2005 to 2012: from the last sure value to the next"
    assert "disputed" in " ".join(label.text for label in labels_of(chart))
    plain = charts.homicide_trends(main, series(), locale=EN)
    assert "disputed" not in " ".join(label.text for label in labels_of(plain))


def changes(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["country_iso3", "first_value", "peak_value", "last_value", "doubtful"])
    return frame.assign(
        label_en=frame["country_iso3"].map(lambda iso: NAMES[iso][0]),
        label_es=frame["country_iso3"].map(lambda iso: NAMES[iso][1]),
        colour=frame["country_iso3"].map(PLACES["colour"]),
        indicator_id="hom_rate_unodc",
        first_year=2008,
        peak_year=2011,
        last_year=2021,
        change=frame["last_value"] - frame["first_value"],
        share_of_peak=frame["last_value"] / frame["peak_value"],
        sources=[("unodc",)] * len(frame),
        rows=[("r",)] * len(frame),
    )


def test_an_unreliable_latest_rate_is_not_counted_and_is_named():
    chart = charts.homicide_change(
        changes(("HND", 55.6, 83.2, 31.4, False), ("NIC", 13.2, 14.2, 11.3, True)), locale=EN
    )
    assert chart.title == "Since 2008, lower in one country, higher in none; Nicaragua unreliable"
    assert "(2021, unreliable)" in chart.alt
    shown = {label.text for label in labels_of(chart)}
    assert {"−24.2", "−62%"} <= shown


def test_cocaine_sources_are_rows_of_their_own():
    main = series(("PAN", 2018, 57_000.0), ("PAN", 2019, 78_000.0), ("BLZ", 2018, 3.0), ("BLZ", 2019, 1000.0))
    later = series(("PAN", 2022, 99_000.0), ("BLZ", 2022, 0.0), indicator_id="coc_seized_insight")
    chart = charts.cocaine_seizures(main, later, locale=EN)
    assert chart.title == "Panama seized most cocaine in 2022: 99 of 99 tonnes"
    assert "99" in {label.text for label in labels_of(chart)}, "the sum above the last bar"
    assert [row[:2] for row in chart.cells()] == [[2018, "UNODC"], [2019, "UNODC"], [2022, "InSight Crime"]]


@pytest.mark.parametrize(
    ("panama", "costa_rica", "told"),
    [
        (43.0, 30.0, "Reported cocaine seizures rose to 73 tonnes in 2021, mostly outside Panama"),
        (70.0, 12.0, "Reported cocaine seizures rose to 82 tonnes in 2021, mostly in Panama"),
        (39.0, 40.0, "Reported cocaine seizures rose to 79 tonnes in 2021, mostly in Costa Rica"),
        (30.0, 10.0, "Cocaine seizures fell to 40 tonnes in 2021, from 50 in 2020"),
        (40.0, 10.0, "Panama seized most cocaine in 2021: 40 of 50 tonnes"),
    ],
)
def test_the_title_of_cocaine_says_where_the_seizures_rose(panama, costa_rica, told):
    rows = (("PAN", 2020, 40e3), ("CRI", 2020, 10e3), ("PAN", 2021, panama * 1000), ("CRI", 2021, costa_rica * 1000))
    chart = charts.cocaine_seizures(series(*rows).assign(sort_order=1), series(), locale=EN)
    assert chart.title == told
    texts = {label.text for label in labels_of(chart)}
    assert {f"{panama:.0f}", f"{costa_rica:.0f}"} <= texts, "the title can be read off the last bar"


def test_cocaine_of_a_year_with_other_countries_is_not_compared_and_the_others_are_named():
    rows = (("PAN", 2020, 40e3), ("PAN", 2021, 60e3), ("CRI", 2021, 20e3), ("HND", 2021, 9e3), ("GTM", 2021, 8e3))
    chart = charts.cocaine_seizures(series(*rows, ("BLZ", 2021, 50.0)), series(), locale=EN)
    assert chart.title == "Panama seized most cocaine in 2021: 60 of 97 tonnes"
    assert "All others, 2021: Honduras 9 and Guatemala 8 tonnes." in chart.notes


def test_the_cocaine_of_all_but_the_largest_countries_is_one_part_that_rests_on_all_their_rows():
    tonnes = {"PAN": 50_000.0, "CRI": 30_000.0, "HND": 4000.0, "BLZ": 1000.0}
    chart = charts.cocaine_seizures(series(*((iso, 2019, kg) for iso, kg in tonnes.items())), series(), locale=EN)
    marks = {mark.label: mark for mark in chart.draw.on_page.marks}
    assert [label.split(",")[0] for label in marks] == ["Panama", "Costa Rica", "all others"]
    (rest,) = (mark for label, mark in marks.items() if label.startswith("all others"))
    assert rest.value == "5" and set(rest.rows) == {"observations/HND/2019", "observations/BLZ/2019"}


def test_the_rule_between_sources_of_cocaine_stands_between_bars_and_is_named_there():
    main, later = series(("PAN", 2018, 57_000.0), ("PAN", 2019, 78_000.0)), series(("PAN", 2020, 99_000.0))
    sheet = charts.cocaine_seizures(main, later, locale=EN).draw.on_page
    (rule,) = [points[0][0] for (*_, dash), lines in sheet.lines.items() if dash == (3, 2) for points, _ in lines]
    before, after = (next(mark.box for mark in sheet.marks if year in mark.label) for year in ("2019", "2020"))
    assert before.right < rule < after.left
    assert abs(next(words.x for words in sheet.words if words.text == "another source") - rule) < 0.1


def test_the_median_of_the_others_is_that_of_the_same_countries_in_every_year():
    study = Study(load()).replace(country="HND")
    others = study.others_rate
    assert others["year"].diff().dropna().eq(1).all() and others["others_en"].nunique() == 1
    held = study.homicide[(study.homicide["country_iso3"] != "HND") & ~study.homicide["doubtful"]]
    by_year = {year: set(own["country_iso3"]) for year, own in held.groupby("year")}
    assert "GTM" not in set.intersection(*(by_year[year] for year in others["year"])), "without values for some years"
    value = others.set_index("year")["value"]
    assert value[2015] > 0.8 * value[2014], "without Guatemala, which gives none, it would halve"
    sheet = THREATS["country-homicide"](study)(locale=EN).draw.on_page
    (median,) = (lines for (_, _, width, dash), lines in sheet.lines.items() if (width, dash) == (1.1, None))
    assert [len(points) for points, _ in median] == [len(others)]


def test_the_title_of_cocaine_follows_the_last_year():
    main = series(("PAN", 2019, 78e3), ("CRI", 2019, 10e3))
    later = series(("PAN", 2022, 3e3), ("CRI", 2022, 4e3), ("BLZ", 2022, 3e3))
    title = charts.cocaine_seizures(main, later, locale=EN).title
    assert title == "Costa Rica seized the most cocaine in 2022: 4 of 10 tonnes"


def test_inferred_tiers_stand_in_brackets_in_picture_and_table():
    tiers = series(("HND", 2024, 2.0), ("HND", 2025, 2.5), indicator_id="tip_tier", status=["stated", "implied"])
    chart = charts.trafficking_tiers(tiers, locale=EN)
    assert {"2", "(W)"} <= {label.text for label in labels_of(chart)}
    assert chart.cells() == [[2024, "Tier 2"], [2025, "(Tier 2 Watch List)"]]
    assert chart.title == "In 2025: Honduras on the Tier 2 Watch List"


def test_tiers_are_told_apart_without_colour_and_their_codes_are_readable():
    shades = list(TIER_SHADES.values())
    assert all(contrast(a, b) > 1.4 for a, b in pairwise(shades))
    assert all(contrast(text_on(face), face) >= 4.5 for face in shades)
    assert len({tier_code(tier, ES) for tier in TIER_SHADES}) == len(TIER_SHADES)


def test_estimates_by_body_are_one_dot_a_row_with_their_bodies():
    estimates = series(("HND", 2012, 4728.0), ("HND", 2012, 35_000.0), ("GTM", 2011, 14_000.0)).assign(
        body_en=["PNPRRS", "USAID", "Diálogo"], body_es=["PNPRRS", "USAID", "Diálogo"], status="estimate"
    )
    chart = charts.estimates_by_body(estimates, indicator(decimals=0), locale=EN)
    assert chart.title == "Rate: estimates for Honduras in 2012 run from 4,728 to 35,000"
    assert {"2012  PNPRRS", "2012  USAID", "2011  Diálogo"} <= {label.text for label in labels_of(chart)}
    assert lines_of(chart) == []


def test_what_was_counted_is_not_called_an_estimate():
    seized = series(("PAN", 2014, 7_200_000.0), ("GTM", 2021, 1_700_000.0)).assign(body_en="Police", body_es="Policía")
    chart = charts.estimates_by_body(seized, indicator(decimals=0), locale=EN)
    assert chart.title == "Rate: values from 1,700,000 to 7,200,000"
    assert "estimate" not in chart.subtitle
    alone = charts.estimates_by_body(seized.head(1), indicator(decimals=0), locale=ES)
    assert alone.title == "Tasa: una sola cifra, 7,200,000"


def test_a_single_year_of_homicide_claims_no_movement():
    main = series(("HND", 2011, 83.2), ("SLV", 2011, 69.0))
    assert charts.homicide_trends(main, series(), locale=EN).title == (
        "Homicide rate: highest in Honduras (83.2), lowest in El Salvador (69.0)"
    )
    one = series(("HND", 2010, 76.0), ("HND", 2011, 83.2), ("SLV", 2011, 69.0))
    assert charts.homicide_trends(one, series(), locale=EN).title == "Homicide did not fall in Honduras"


def test_perceived_corruption_counts_only_countries_with_two_years():
    scores = series(("CRI", 2020, 57.0), ("NIC", 2020, 22.0), ("PAN", 2020, 35.0), indicator_id="ti_cpi")
    assert charts.corruption_perceptions(scores, locale=EN).title == "Nicaragua has the lowest corruption score, 22"
    later = series(("CRI", 2021, 58.0), ("NIC", 2021, 20.0), indicator_id="ti_cpi")
    both = charts.corruption_perceptions(pd.concat([scores, later]), locale=EN)
    assert both.title == "Perceived corruption worsened since 2020 in all countries compared but Costa Rica"
    fallen = series(("CRI", 2021, 50.0), ("NIC", 2021, 20.0), indicator_id="ti_cpi")
    all_fell = charts.corruption_perceptions(pd.concat([scores, fallen]), locale=EN)
    assert all_fell.title == "Perceived corruption worsened since 2020 in every country compared"


def test_a_map_says_where_there_is_no_value():
    frame = series(("CRI", 2025, 56.0), ("NIC", 2025, 14.0), ("BLZ", 2025, 1.0))
    frame.loc[2, ["value", "year"]] = None
    frame["sources"], frame["rows"] = [("ti",), ("ti",), ()], [("a",), ("b",), ()]
    frame["year"] = frame["year"].astype("Int64")
    chart = charts.tile_map(frame, indicator(decimals=0), locale=EN)
    assert chart.title == "Rate: highest, Costa Rica (56); lowest, Nicaragua (14)"
    assert "Belize no value" in chart.alt
    assert "no value" in {label.text for label in labels_of(chart)}
    assert chart.rows == ("a", "b")


def test_tied_countries_share_the_end_of_a_map():
    frame = series(("CRI", 2025, 56.0), ("PAN", 2025, 56.0), ("NIC", 2025, 14.0))
    assert charts.tile_map(frame, indicator(decimals=0), locale=ES).title == (
        "Tasa: mayor, Costa Rica y Panamá (56); menor, Nicaragua (14)"
    )


LEADS = pd.DataFrame(
    {
        "threat_id": ["drugs", "gangs"],
        "threat_en": ["Drugs", "Gangs"],
        "threat_es": ["Drogas", "Pandillas"],
        "lead_order": [1, 1],
        "unit_id": "per_100k",
        "harm_en": ["cocaine", None],
        "harm_es": ["cocaína", None],
        "expert_score": [True, None],
        "scale_width": [float("nan")] * 2,
        **{name: [value, value] for name, value in indicator().drop(["indicator_id", "label_en", "label_es"]).items()},
        "indicator_id": ["cocaine", "members"],
    }
)


def latest(**changes) -> pd.DataFrame:
    row = {
        "indicator_id": "cocaine",
        "country_iso3": "HND",
        "label_en": "Honduras",
        "label_es": "Honduras",
        "colour": PLACES.loc["HND", "colour"],
        "last_year": 2020,
        "last_value": 12.0,
        "last_low": 12.0,
        "last_high": 12.0,
        "first_year": 2008,
        "first_value": 8.0,
        "movement": "up",
        "tendency": "worse",
        "doubtful": False,
        "worse_elsewhere": 0.0,
        "better_elsewhere": 1.0,
        "ranked": 2,
        "sources": ("unodc",),
        "rows": ("r",),
    }
    return pd.DataFrame([{**row, **changes}])


FIVE = ("BLZ", "CRI", "GTM", "PAN", "SLV")


def board(*others: pd.DataFrame, of: str = "threat", leads: pd.DataFrame = LEADS, **changes) -> pd.DataFrame:
    """The scoreboard of five countries alike and of others."""
    alike = [latest(country_iso3=iso, label_en=iso, label_es=iso, **changes) for iso in FIVE]
    held = pd.concat([*alike, *others], ignore_index=True)
    named = leads.rename(columns=lambda name: name.replace("threat", of)).assign(label_en="", label_es="")
    return standing.scoreboard(named, held, standing.moves(held), of)


def test_the_scoreboard_gives_a_verdict_and_says_what_is_not_measured():
    chart = charts.scoreboard(board(), locale=EN)
    assert chart.title == "Most countries worsened on one of one threats compared, improved on none"
    assert chart.cells()[0] == ["Drugs", "Rate", "BLZ", "12.0", 2020, "8.0", 2008, "up, worse"]
    assert "no indicator compared over time" in [label.text for label in labels_of(chart)]
    cells = drawn_cells(chart)
    counts = [(cells["Drugs", way]["said"], cells["Drugs", way]["answer"]) for way in ("worse", "steady", "better")]
    assert counts == [("5", "5 of 5"), ("0", "0 of 5"), ("0", "0 of 5")]
    assert cells["Drugs", "worse"]["face"] != cells["Drugs", "better"]["face"]
    assert {cells["Gangs", way]["said"] for way in ("worse", "steady", "better")} == {"–"}


def test_what_moved_far_for_its_scale_is_darker_and_keeps_its_sign():
    moved = [(9.0, "up"), (14.0, "up"), (2.0, "down"), (8.0, "steady"), (10.0, "up")]
    tendency = {"up": "worse", "down": "better", "steady": "steady"}
    rows = [
        latest(
            **{"country_iso3": iso, "label_en": iso, "movement": way, "tendency": tendency[way]},
            **dict.fromkeys(("last_value", "last_low", "last_high"), last),
        )
        for iso, (last, way) in zip(FIVE, moved, strict=True)
    ]
    held = pd.concat(rows, ignore_index=True)
    named = LEADS.assign(label_en="", label_es="")
    chart = charts.scoreboard(standing.scoreboard(named, held, standing.moves(held)), locale=EN)
    cells = drawn_cells(chart)
    faces = [cells["Drugs", iso]["face"] for iso in FIVE]
    assert faces == [WORSE_FACE, WORSE_STRONG, BETTER_STRONG, LIGHT.paper, WORSE_STRONG]
    assert [cells["Drugs", iso]["detail"] for iso in FIVE[:3]] == ["+1.0", "+6.0", "−6.0"]
    assert "Dark: a tenth of the scale or more; homicide, a quarter." in chart.notes
    small = charts.scoreboard(board(last_value=9.0), locale=EN)
    assert not any("Dark" in note for note in small.notes), "nobody moved far"


def test_the_same_change_on_one_scale_has_one_shade_in_every_row():
    study = Study(load())
    told = study.scoreboard.merge(study.goals_scoreboard[["indicator_id", "country_iso3", "strong"]], how="outer")
    scored = told[told["scale_width"].eq(9) & told["tendency"].isin(["worse", "better"])]
    far = (scored["last_value"] - scored["first_value"]).abs().round(9)
    assert set(far[scored["strong"].astype(bool)]) & set(far[~scored["strong"].astype(bool)]) == set()
    assert far[scored["strong"].astype(bool)].min() >= 0.9 > far[~scored["strong"].astype(bool)].max()


def test_newer_homicide_figures_are_named_and_not_compared():
    leads = LEADS.assign(indicator_id=["hom_rate_unodc", "members"])
    made = board(leads=leads, indicator_id="hom_rate_unodc")
    rates = {"BLZ": 11.0, "CRI": 6.0, "GTM": 3.0}
    newer = pd.DataFrame(
        [
            latest(country_iso3=iso, label_en=iso).iloc[0].to_dict() | {"year": year, "value": rate, "sort_order": rate}
            for iso, rate in rates.items()
            for year in (2019, 2024)
        ]
    )
    said = "Later UN homicide figures are not compared: GTM 3.0 and CRI 6.0 (2024)."
    assert said in charts.scoreboard(made, newer=newer, locale=EN).notes
    old = newer[newer["year"] < 2020]
    assert not any("not compared" in note for note in charts.scoreboard(made, newer=old, locale=EN).notes)
    assert not any("not compared" in note for note in charts.scoreboard(board(), newer=newer, locale=EN).notes)


def drawn_cells(chart) -> dict[tuple[str, str], dict]:
    return {(cell["threat_en"], cell["column"]): cell for cell in chart.draw.frame.to_dict("records")}


def test_what_is_not_compared_is_neither_white_nor_a_tint():
    alone = latest(first_year=float("nan"), first_value=float("nan"), movement=None, tendency=None)
    doubtful = latest(country_iso3="NIC", label_en="Nicaragua", doubtful=True, movement=None, tendency=None)
    steady = latest(country_iso3="XXX", label_en="X", movement="steady", tendency="steady")
    cells = drawn_cells(charts.scoreboard(board(alone, doubtful, steady), locale=EN))
    faces = {iso: cells["Drugs", iso]["face"] for iso in ("HND", "NIC", "BLZ", "XXX")}
    assert faces["HND"] == faces["NIC"] == cells["Gangs", "BLZ"]["face"] == cells["Gangs", "worse"]["face"]
    assert len({faces[iso] for iso in ("HND", "BLZ", "XXX")}) == 3


def test_years_that_differ_between_countries_are_named():
    chart = charts.scoreboard(board(latest(last_year=2018)), locale=EN)
    assert "Rate (per 100,000), 2008–2018/20" in {label.text for label in labels_of(chart)}


def test_a_higher_value_that_is_better_is_said_to_be():
    chart = charts.scoreboard(board(leads=LEADS.assign(direction="higher_is_better")), locale=EN)
    assert any("more is better" in cell["reach"] for cell in chart.draw.frame.to_dict("records"))


def test_without_a_majority_the_steady_are_counted_too():
    still = [latest(country_iso3=iso, label_en=iso, movement="steady", tendency="steady") for iso in "ABCDEF"]
    chart = charts.scoreboard(board(*still), locale=EN)
    cells = drawn_cells(chart)
    assert [cells["Drugs", way]["said"] for way in ("worse", "steady", "better")] == ["5", "6", "0"]
    assert {cells["Drugs", way]["face"] for way in ("worse", "steady", "better")} == {LIGHT.paper}


def test_a_stand_in_is_outlined_and_no_finding():
    leads = LEADS.head(1).assign(stand_in=True)
    chart = charts.scoreboard(board(of="goal", leads=leads), "goal", locale=EN)
    assert chart.title == "Rate only stands in for this goal"
    assert {cell["edge"] is None for cell in chart.draw.frame.to_dict("records")} == {False}
    assert {cell["face"] for cell in chart.draw.frame.to_dict("records")} == {LIGHT.paper}
    assert {cell["ink"] for cell in chart.draw.frame.to_dict("records")} == {LIGHT.muted}
    assert "stand-in, no finding" in {label.text for label in labels_of(chart)}


def test_a_score_that_another_body_contradicts_is_marked_and_noted():
    other = latest(label_en="BLZ", indicator_id="other", first_value=0.39, last_value=0.11, first_year=2018)
    own = latest(label_en="BLZ")
    chart = charts.scoreboard(board(), apart=pd.concat([other, own]), locale=EN)
    assert [cell["said"] for key, cell in drawn_cells(chart).items() if key[1] in FIVE[:2]][:2] == ["12.0†", "12.0"]
    assert "†: V-Dem says the opposite." in chart.notes
    assert not any("†" in note for note in charts.scoreboard(board(), locale=EN).notes)


def test_an_indicator_of_two_threats_stands_with_one():
    chart = charts.scoreboard(board(leads=LEADS.assign(indicator_id="cocaine")), locale=EN)
    assert {row[0] for row in chart.cells()} == {"Drugs"}


def test_the_scoreboard_of_goals_speaks_of_goals():
    chart = charts.scoreboard(board(of="goal"), "goal", locale=ES)
    assert chart.exhibit_id == "goals-scoreboard"
    assert "cada objetivo" in chart.subtitle
    assert chart.columns[0].title == "Objetivo"
    assert "amenaza" not in f"{chart.title} {chart.subtitle} {chart.alt} {' '.join(chart.notes)}"


def test_a_goal_alone_is_not_counted_among_goals():
    alone = charts.scoreboard(board(of="goal", leads=LEADS.head(1)), "goal", locale=EN)
    assert alone.title == "In most countries expert scores for cocaine worsened"


def test_the_scoreboard_shows_a_span_where_bodies_disagree_and_claims_no_movement():
    span = latest(
        last_value=float("nan"), last_low=5500.0, last_high=36000.0, first_year=None, movement=None, tendency=None
    )
    chart = charts.scoreboard(board(span, leads=LEADS.assign(decimals=0)), locale=EN)
    assert "5,500–36,000" in {label.text for label in labels_of(chart)}
    assert [row[-1] for row in chart.cells() if row[2] == "Honduras"] == [None]
    assert drawn_cells(chart)["Drugs", "worse"]["answer"] == "5 of 5"


def test_a_changed_value_changes_picture_words_and_alt_text():
    one, other = (
        charts.indicator_trend(series(("HND", 2000, 5.0), ("HND", 2001, last)), indicator(), locale=EN)
        for last in (6.0, 7.0)
    )
    assert svg_of(one) != svg_of(other)
    assert one.alt != other.alt
    assert one.in_words() != other.in_words()


def test_the_letter_of_the_watch_list_is_explained_where_it_is_drawn():
    leads = LEADS.assign(indicator_id=["tip_tier", "members"])
    rated = {"indicator_id": "tip_tier", "first_value": 2.0, "last_low": 2.5, "last_high": 2.5}
    chart = charts.scoreboard(board(leads=leads, **rated), locale=ES)
    assert chart.cells()[0][3:6] == ["nivel 2, lista de vigilancia", 2020, "nivel 2"]
    assert any("(V: en vigilancia)" in cell["reach"] for cell in chart.draw.frame.to_dict("records"))
    rated |= {"last_low": 3.0, "last_high": 3.0}
    plain = charts.scoreboard(board(leads=leads, **rated), locale=ES)
    assert not any("V:" in cell["reach"] for cell in plain.draw.frame.to_dict("records"))


def card(**changes) -> pd.DataFrame:
    """One threat with the values of ``latest`` and one without an indicator."""
    held = latest(**changes).drop(columns="indicator_id")
    first = LEADS.iloc[[0]].assign(verdict="mixed", indicator_id=changes.get("indicator_id", "homicides"))
    return pd.concat([first.merge(held, how="cross"), LEADS.iloc[[1]].assign(verdict="unmeasured")], ignore_index=True)


@pytest.mark.parametrize(
    ("worse", "better", "english", "spanish"),
    [
        (0, 6, "worst of 7", "peor de 7"),
        (0, 4, "worst of 7, tied", "peor de 7, empate"),
        (2, 4, "3rd worst of 7", "3.er peor de 7"),
        (3, 3, "middle of 7", "en medio de 7"),
        (5, 1, "2nd best of 7", "2.º mejor de 7"),
        (6, 0, "best of 7", "mejor de 7"),
        (0, 0, "all 7 alike", "iguales los 7"),
    ],
)
def test_a_scorecard_says_change_and_place_and_what_is_not_measured(worse, better, english, spanish):
    rows = card(worse_elsewhere=worse, better_elsewhere=better, ranked=7)
    table = tables.scorecard(rows, locale=EN)
    assert table.title == "Honduras: of 1 threats compared, 1 worsened and none improved"
    cells = [[cell and str(cell).replace("\u00a0", " ") for cell in row] for row in table.cells()]
    assert cells == [["Drugs", "Rate (per 100,000)", "8.0 (2008)", "12.0 (2020)", "+4.0, worse", english]]
    assert table.notes[-1] == "Without such an indicator, or a value: gangs."
    assert tables.scorecard(rows, locale=ES).cells()[0][-1].replace("\u00a0", " ") == spanish


def test_a_scorecard_gives_an_unreliable_value_neither_change_nor_place():
    gone = dict.fromkeys(("first_year", "first_value", "worse_elsewhere", "better_elsewhere"), float("nan"))
    rows = card(doubtful=True, movement=None, tendency=None, **gone)
    table = tables.scorecard(rows, locale=EN)
    assert table.title == "Honduras: latest values for 1 threats, nothing compared"
    assert table.cells()[0][2:] == [None, "12.0 (2020, unreliable)", None, None]


def test_a_scorecard_explains_the_letter_of_the_watch_list():
    table = tables.scorecard(
        card(indicator_id="tip_tier", first_value=2.5, last_low=2.0, last_high=2.0, tendency="better"), locale=EN
    )
    assert table.cells()[0][2] == "W\u00a0(2008)"
    assert table.cells()[0][4] == "better"
    assert "W: Tier 2 Watch List." in table.notes


def test_hostile_names_are_shown_as_text():
    hostile = '<script>alert(1)</script> $x_1$ "'
    rows = series(("HND", 2000, 5.0), ("HND", 2001, 6.0)).assign(label_en=hostile)
    svg = svg_of(charts.indicator_trend(rows, indicator(), locale=EN))
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_countries_stand_beside_the_last_year_that_comparators_share():
    data = load()
    rows = Study(data).beside_others
    held = data.observations.query("indicator_id == 'ti_cpi' and variant == 'main'")
    elsewhere = held[held["country_iso3"].isin(["COL", "ECU", "MEX"])]
    shared = elsewhere.groupby("year")["country_iso3"].nunique().loc[lambda counts: counts == 3].index.max()
    scores = held[held["year"] == shared].set_index("country_iso3")["value"]
    worse = [iso for iso in Study(data).countries if scores.get(iso, 100) < scores[["COL", "ECU", "MEX"]].min()]
    for locale, place in ((EN, "label_en"), (ES, "label_es")):
        table = tables.beside_others(rows, locale=locale)
        assert table.data["year"].iloc[0] == shared
        assert all(PLACES.loc[iso, place] in table.title for iso in worse)
        assert PLACES.loc["CRI", place] not in table.title
        assert table.data["MEX"].iloc[0] == locale.fixed(scores["MEX"], 0)
    without = tables.beside_others(rows[rows["indicator_id"] == "unsentenced_share"], locale=EN)
    shares = data.observations.query("indicator_id == 'unsentenced_share' and variant == 'main'")
    shares = shares[shares["year"] == without.data["year"].iloc[0]].set_index("country_iso3")["value"]
    highest = shares.reindex(Study(data).countries).idxmax()
    assert shares[highest] > shares[["COL", "ECU", "MEX", "WLD"]].max(), "the data no longer show a worse country"
    assert PLACES.loc[highest, "label_en"] in without.title, "a high share of prisoners is for the worse"
    assert "Costa Rica" not in without.title


def test_a_comparator_alone_makes_no_line():
    rows = Study(load()).replace(start_year=2024, end_year=2024).beside_others
    assert not rows.empty
    assert rows.groupby("indicator_id")["ours"].agg(lambda ours: ours.any() and not ours.all()).all()
