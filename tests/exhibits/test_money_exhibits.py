"""Exhibits of money from the real data: what would look right on screen and be wrong."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_hex

from carsi_analysis.analysis import funding, obligations, results
from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.analysis.study import Study
from carsi_analysis.exhibits import charts, tables
from carsi_analysis.exhibits.exhibit import Chart, Exhibit, ExhibitError
from carsi_analysis.exhibits.gallery import CHAPTERS
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import ASKED, PART, Stacks
from carsi_analysis.house.tokens import LIGHT, PALE
from tests.exhibits.drawn import check_fits, drawn, labels_of

EN, ES = Locale("en"), Locale("es")
EXAMPLES = {name: example for chapter in CHAPTERS.values() for name, example in chapter.items()}


def english(study: Study, name: str) -> Exhibit:
    """Make an example of the gallery in English."""
    return EXAMPLES[name](study)(locale=EN)


def years_of(study: Study, start: int, end: int) -> pd.DataFrame:
    return funding.figures_of_years(study.data.funding, study.names, start, end)


def figures(study: Study) -> pd.DataFrame:
    return years_of(study, 2012, 2017)


def test_wider_totals_never_set_the_scale_of_carsis_own_money(study):
    both = charts.carsi_over_time(study.carsi_by_year, study.years_known, locale=EN)
    own = study.carsi_by_year[~study.carsi_by_year["kind"].isin(["act", "line"])]
    alone = charts.carsi_over_time(own, study.years_known, locale=EN)
    rise = []
    for chart in (both, alone):
        tops = {label.text: label.bottom for label in labels_of(chart)}
        rise.append(tops["329"] - tops["60"])
    assert rise[0] == pytest.approx(rise[1]), "the panel below takes nothing from the bars"
    assert rise[0] > 0.4
    assert "wider totals" in both.measure and "wider totals" not in alone.measure
    assert [head.key for head in both.draw.panels] == ["own", "wider"] and len(alone.draw.panels) == 1
    assert {one.kind for one in alone.evidence.itertuples()}.isdisjoint({"act", "line"})


def test_the_unit_cannot_belie_the_dollars(study):
    constant = study.replace(dollars="constant")
    with pytest.raises(ExhibitError, match="constant dollars, but the exhibit was told nominal"):
        charts.funding_by_account(constant.appropriations, locale=EN)
    with pytest.raises(ExhibitError, match="nominal dollars, but the exhibit was told constant"):
        charts.funding_by_account(study.by_account, locale=EN, dollars=constant.dollars)
    with pytest.raises(ExhibitError, match="nominal"):
        tables.accounts_by_year(study.by_account, locale=ES, dollars=Dollars(2024))


def test_constant_dollars_stay_known_through_sums(study):
    constant = study.replace(dollars="constant")
    added = funding.totals_by_year(constant.appropriations)
    named = added.assign(
        account_id="incle", code_en="INCLE", code_es="INCLE", label_en="I", label_es="I", colour="#1b4f72"
    )
    assert "constant FY2024" in charts.funding_by_account(named, locale=EN, dollars=constant.dollars).unit
    with pytest.raises(ExhibitError, match="constant"):
        charts.funding_by_account(named, locale=EN, dollars=NOMINAL)


def test_the_gap_is_said_and_hatched_and_is_no_zero(study):
    after = study.unknown_from
    chart = charts.funding_by_account(study.by_account, locale=EN, unknown_from=after)
    assert f"from FY{after}:\nnot in this table" in [label.text for label in labels_of(chart)]
    assert after not in chart.data["fiscal_year"].tolist()
    assert f"FY{after}" in chart.alt
    assert any(shapes.get_hatch() for shapes in drawn(chart).axes[0].collections)
    without = charts.funding_by_account(study.by_account, locale=EN)
    assert not any(shapes.get_hatch() for shapes in drawn(without).axes[0].collections)


def bars_of(chart: Chart) -> list[tuple[str, float]]:
    """List the bars of a stacked chart: colour and height in inches; a shape that names no data row is no bar."""
    found = []
    for shapes in drawn(chart).axes[0].collections:
        if isinstance(shapes, PolyCollection):
            named = zip(shapes.get_urls(), shapes.get_facecolors(), shapes.get_paths(), strict=False)
            found += [(to_hex(face), np.ptp(path.vertices[:, 1])) for url, face, path in named if url is not None]
    return found


def test_bars_have_the_height_and_colour_of_their_amounts(study):
    bars = bars_of(charts.funding_by_account(study.by_account, locale=EN))
    held = study.by_account[study.by_account["amount_usd"] > 0]
    assert len(bars) == len(held)
    colours = study.data.accounts.set_index("account_id")["colour"]
    incle = sorted(height for colour, height in bars if colour == colours["incle"])
    amounts = sorted(held.loc[held["account_id"] == "incle", "amount_usd"])
    assert [height / incle[-1] for height in incle] == pytest.approx([amount / amounts[-1] for amount in amounts])
    fmf = max(height for colour, height in bars if colour == colours["fmf"])
    assert fmf / incle[-1] == pytest.approx(17 / 85)


def test_money_taken_back_hangs_below_zero(study):
    frame = study.by_country_and_agency
    taken_back = frame[frame["amount_usd"] < 0]
    assert len(taken_back), "the file holds de-obligations; else this test shows nothing"
    chart = charts.obligations_by_country(frame, locale=EN)
    total = chart.data.groupby("country")["total"].sum()
    for name, own in frame.groupby("label_en"):
        assert total[name] == pytest.approx(own["amount_usd"].sum() / 1e6)


def test_who_leads_in_dollars_and_per_head_follows_the_data():
    rows = pd.DataFrame(
        {
            "country_iso3": ["BLZ", "HND"],
            "label_en": ["Belize", "Honduras"],
            "label_es": ["Belice", "Honduras"],
            "kind": "country",
            "sort_order": [1, 2],
            "colour": ["#3b8f86", "#99224f"],
            "amount_usd": [3e6, 2e6],
            "per_head_usd": [9.0, 1.0],
            "start_fiscal_year": 2001,
            "end_fiscal_year": 2020,
            "sources": [("s",)] * 2,
            "rows": [("r",)] * 2,
        }
    )
    assert charts.obligations_per_head(rows, locale=EN).title == "Belize leads in dollars and in dollars a resident"
    other = charts.obligations_per_head(rows.assign(per_head_usd=[1.0, 9.0]), locale=EN)
    assert other.title == "Belize leads in dollars, Honduras in dollars a resident"


def test_an_incomplete_year_that_is_higher_already_is_told_as_such_and_is_no_line(study):
    raised = study.official_totals.query("country_iso3 == 'HND'")
    late = raised["partial_year"]
    assert late.any()
    raised = raised.assign(amount_usd=raised["amount_usd"].where(~late, 9_000_000_000))
    chart = charts.official_totals(raised, raised.head(0), locale=EN)
    assert "reached at least $9\u00a0billion in FY2024" in chart.title
    lower = raised.assign(amount_usd=raised["amount_usd"].where(~late, 1_000_000))
    assert "FY2024" not in charts.official_totals(lower, lower.head(0), locale=EN).title
    line = [one for one in drawn(chart).axes[0].collections if isinstance(one, LineCollection) and one.get_lw()[0] > 1]
    assert len(line) == 1
    end = max(path.vertices[:, 0].max() for path in line[0].get_paths())
    beyond = [mark.box.left > end for mark in chart.marks if mark.value == "9,000"]
    assert len(beyond) == late.sum() and all(beyond)


def test_countries_are_counted_in_titles_and_notes(study):
    two = study.official_totals.query("country_iso3 in ('HND', 'GTM')")
    assert charts.official_totals(two, two.head(0), locale=ES).title.startswith("Ayuda a los dos: ")
    booked = obligations.by_agency_and_year(study.booked.query("country_iso3 in ('HND', 'GTM', 'SLV')"))
    none_later = study.later_totals_by_year.head(0)
    assert "to the three countries" in charts.obligations_by_agency(booked, none_later, none_later, locale=EN).notes[0]


def test_the_peak_with_the_regional_line_is_named_where_it_is_another_year(study):
    totals = study.official_totals
    told = "With the regional line the peak is FY2015: $1.1\u00a0billion."
    assert told in charts.official_totals(totals, totals.head(0), locale=EN).notes
    alone = totals[totals["country_iso3"] != obligations.REGIONAL_LINE]
    assert not any("regional line" in note for note in charts.official_totals(alone, alone.head(0), locale=EN).notes)


def test_what_is_not_split_by_country_is_no_country(study):
    chart = english(study, "disbursed-by-country")
    assert chart.title.startswith("Costa Rica received the largest known part")
    assert chart.data["total"].iloc[-1] == pytest.approx(3.97)
    assert "Not split by country" in chart.data["recipient"].iloc[-1]


SEVEN = ("BLZ", "CRI", "GTM", "HND", "NIC", "PAN", "SLV")


@pytest.mark.parametrize("dollars", ["nominal", "constant"])
@pytest.mark.parametrize("country", SEVEN)
def test_the_title_says_what_part_of_a_countrys_money_is_for_security_since_the_first_money(study, country, dollars):
    for start, first in ((2001, 2008), (2008, 2008), (2012, 2012), (2018, 2018)):
        own = study.replace(country=country, start_year=start, dollars=dollars)
        held, none_later = own.own_booked.query("fiscal_year >= @first"), own.own_later_totals.head(0)
        is_security = held["account_id"].isin(["incle", "fmf", "imet", "nadr", "dod_counter_drug"])
        share = held.loc[is_security, "amount_usd"].sum() / held["amount_usd"].sum()
        for locale in (EN, ES):
            chart = charts.country_money(own.own_security, none_later, none_later, locale=locale, dollars=own.dollars)
            check_fits(chart)
            said = locale.percent(share) if share >= 0.005 else locale.money(held.loc[is_security, "amount_usd"].sum())
            assert said in chart.title and locale.fiscal_years(first, 2020) in chart.title
            assert len(chart.title.split()) <= 12
            assert not chart.draw.first.unknown


def test_a_part_of_money_taken_back_is_no_percentage(study):
    own = study.replace(country="NIC", start_year=2010, end_year=2010)
    chart = charts.country_money(own.own_security, *[own.official_totals.head(0)] * 2, locale=EN)
    assert chart.title == "Security accounts obligated $3.7\u00a0million to Nicaragua, FY2010"
    assert chart.data.loc[0, "others"] < 0
    assert any("Below zero, all other aid (" in note for note in chart.notes)
    before = study.replace(country="NIC", start_year=2001, end_year=2003)
    chart = charts.country_money(before.own_security, *[own.official_totals.head(0)] * 2, locale=EN)
    assert chart.title == "Security accounts took 3% of US aid to Nicaragua, FY2001–FY2003"
    assert "Below zero" not in " ".join(chart.notes)


@pytest.mark.parametrize("country", SEVEN)
def test_the_later_file_adds_nothing_to_security_and_its_incomplete_years_are_open(study, country):
    own = study.replace(country=country)
    booked, later = own.own_security, own.own_later_totals
    late = later["partial_year"]
    raised = later.assign(amount_usd=later["amount_usd"].where(~late, 9_000_000_000))
    for locale in (EN, ES):
        chart = charts.country_money(booked, raised, later.head(0), locale=locale)
        check_fits(chart)
        assert chart.title == charts.country_money(booked, later.head(0), later.head(0), locale=locale).title
        assert chart.data["fiscal_year"].max() == later["fiscal_year"].max()
        assert [one.start for one in chart.draw.first.unknown] == [later["fiscal_year"].min()]
        last = chart.draw.second.frame.iloc[-1]
        assert last["amount"] == pytest.approx(raised["amount_usd"].sum() / 1e6)
        assert late.any() and last["hollow"], "a sum with an incomplete year is open"
        assert "incompl" in last["name"] and locale.number(last["amount"], 0) == last["said"]


@pytest.mark.parametrize("country", SEVEN)
def test_years_before_the_first_money_are_pale_and_the_bars_beside_hold_the_years_since(study, country):
    own = study.replace(country=country)
    chart = charts.country_money(own.own_security, own.own_later_totals, own.own_unpriced, locale=EN)
    (drawn,) = [layer.frame for layer in chart.draw.first.layers if "colour" in layer.frame]
    assert drawn.loc[drawn["fiscal_year"] < 2008, "colour"].eq(PALE).all()
    assert drawn.loc[drawn["fiscal_year"] >= 2008, "colour"].eq(LIGHT.accent).all()
    parts = chart.draw.second.frame.set_index("name")["amount"]
    since = chart.data[chart.data["fiscal_year"].between(2008, 2020)]
    assert parts["security accounts"] == pytest.approx(since["security"].sum())
    assert parts["all other aid"] == pytest.approx(since["others"].sum())
    negative = chart.data.loc[chart.data["security"] < 0, "fiscal_year"]
    assert all(any(f"FY{year}" in note for note in chart.notes) for year in negative)


def test_an_incomplete_year_is_no_peak_of_all_agencies_and_the_share_is_of_years_with_agencies(study):
    later = study.later_totals_by_year
    assert later["partial_year"].any() and later["fiscal_year"].min() > study.by_agency_and_year["fiscal_year"].max()
    raised = later.assign(amount_usd=later["amount_usd"].where(~later["partial_year"], 9_000_000_000))
    as_booked = charts.obligations_by_agency(study.by_agency_and_year, later.head(0), later.head(0), locale=EN)
    both = charts.obligations_by_agency(study.by_agency_and_year, raised, later.head(0), locale=EN)
    assert both.title == as_booked.title
    assert any("To FY2020, USAID obligated 42%" in note for note in both.notes)


def test_what_was_set_aside_is_added_by_country_and_keeps_the_reservation_of_its_parts(study):
    parts = study.set_aside.dropna(subset=["place_en"])
    added = study.set_aside_by_country.set_index("place_en")
    assert added["amount_usd"].sum() == parts["amount_usd"].sum()
    assert added.loc["Costa Rica", "amount_usd"] == 192_500_000
    table = tables.set_asides_by_country(study.set_aside_by_country, study.set_aside_by_year, locale=EN)
    assert table.title == "Congress set aside most for Costa Rica: $192.5\u00a0million"
    said = table.data.set_index("country")
    assert said.loc["Honduras", ["2017", "2022", "amount"]].tolist() == ["9.0", "≥\u00a030.0", "≥\u00a039.0"]
    assert said.loc["Costa Rica", ["2017", "2026", "amount"]].tolist() == ["25.0", "40.0", "192.5"]
    assert "Costa Rica: no purpose named" in table.notes[-1]


def test_what_was_set_aside_adds_up_in_both_directions(study):
    data = tables.set_asides_by_country(study.set_aside_by_country, study.set_aside_by_year, locale=ES).data
    years = [name for name in data if name.startswith("usd_")]
    assert years
    assert data[years].sum(axis=1).tolist() == pytest.approx((data["amount_usd"] / 1e6).tolist())
    assert data[:-1][years].sum().tolist() == pytest.approx(data.iloc[-1][years].tolist())


def test_carsi_known_in_part_or_only_asked_for_stands_apart_and_small_accounts_as_one(study):
    chart = charts.carsi_over_time(study.carsi_by_year, study.years_known, locale=EN)
    (bars,) = (layer.frame for layer in chart.draw.layers if isinstance(layer, Stacks))
    look = bars.set_index("year")["look"].dropna()
    assert {look[2014], look[2015], look[2016]} == {ASKED} and {look[2022], look[2024], look[2026]} == {PART}
    assert not {2008, 2012, 2018} & set(look.index)
    assert bars.set_index("year").loc[2026, "top"].startswith("≥")
    whole = study.carsi_by_year.query("kind == 'printed'")["amount_usd"].sum() / 1e6
    assert bars.loc[bars["kind"] == "printed", "value"].sum() == pytest.approx(whole), "nothing is lost in the one part"
    small = bars[bars["account_id"] == "others"].set_index("year")
    assert small.loc[2008, "said"] == "FMF $4\u00a0million and NADR $6.2\u00a0million"
    assert {"FMF", "NADR"} <= set(chart.data["code_en"]), "the data keep them apart"


def test_a_country_without_amounts_is_refused(study):
    with pytest.raises(ExhibitError, match="no data"):
        tables.amounts_stated(study.stated("NIC").iloc[:0], locale=EN)


def dots_of(chart: Chart) -> tuple[int, int]:
    """Count the dots of data that are filled, and those that are hollow; the dots of the key are neither."""
    counts = {True: 0, False: 0}
    for drawing in drawn(chart).axes[0].collections:
        if isinstance(drawing, PathCollection):
            faces = [to_hex(face) for face in drawing.get_facecolors()]
            for place, name in enumerate(drawing.get_urls()[: len(drawing.get_offsets())]):
                counts[faces[place % len(faces)] != "#ffffff"] += name is not None
    return counts[True], counts[False]


def test_figures_of_wider_money_are_marked_apart(study):
    chart = charts.figures_of_years(figures(study), locale=EN)
    own = (figures(study)["relation"] == "carsi_only").sum()
    assert dots_of(chart) == (own, len(figures(study)) - own)
    totals = figures(study).query("relation == 'carsi_only' and account_id == 'total'")
    lacking = sorted(set(range(2012, 2018)) - set(totals["fiscal_year"]))
    assert lacking and f"found for {EN.items([EN.fiscal_year(year) for year in lacking])}." in chart.notes[-1]
    only_2016 = figures(study)[figures(study)["fiscal_year"] == 2016]
    assert len(charts.figures_of_years(only_2016, locale=EN).notes) == len(chart.notes) - 1


def test_figures_that_agree_are_no_range_and_wider_ones_are_not_called_carsi(study):
    agreed = years_of(study, 2014, 2014).query("relation == 'carsi_only' and amount_usd == 161500000")
    assert charts.figures_of_years(agreed, locale=EN).title == "FY2014: $161.5\u00a0million for CARSI alone"
    rounded = charts.figures_of_years(years_of(study, 2017, 2017), locale=EN)
    assert rounded.title.startswith("FY2017: $329.2\u00a0million for CARSI alone"), "one amount, and the same rounded"
    wider = charts.figures_of_years(years_of(study, 2019, 2023), locale=EN)
    assert wider.title.startswith("No figure of CARSI alone for FY2019–FY2023")


def test_one_account_stands_apart_from_the_others_and_from_the_sum(study):
    chart = charts.account_in_appropriations(study.by_account, "esf", locale=EN)
    assert chart.data[["account", "others", "total"]].iloc[0].tolist() == [25.0, 35.0, 60.0]
    years, whole = study.by_account["fiscal_year"].nunique(), study.by_account["amount_usd"].sum()
    given = study.by_account.loc[study.by_account["account_id"] == "esf", "amount_usd"]
    told = f"{EN.money(given.sum())} in {(given > 0).sum()} of {years} years, {EN.percent(given.sum() / whole)}"
    assert chart.title == f"ESF: {told} of all accounts"
    small = charts.account_in_appropriations(study.by_account, "nadr", locale=EN)
    assert small.title.startswith(f"NADR: $6.2\u00a0million in 1 of {years} years, 1%")
    values = [label.text for label in labels_of(small)]
    assert "6.2" in values and "60" not in values


def test_one_year_is_no_peak(study):
    totals = study.official_totals
    one = charts.official_totals(totals[totals["fiscal_year"] == 2008], totals.head(0), locale=EN)
    assert one.title.startswith("Aid to the seven came to")
    short = study.replace(start_year=2008, end_year=2008)
    none_later = short.later_totals_by_year
    title = charts.obligations_by_agency(short.by_agency_and_year, none_later, none_later, locale=EN).title
    assert title.startswith("Obligations in FY2008: $361.1\u00a0million")


def test_the_largest_account_is_named_with_its_share_and_day(study):
    title = charts.paid_by_account(study.paid_by_account, locale=EN).title
    assert title == "By September 30, 2011, 19% of INCLE had been paid"


def test_the_regional_line_and_appropriations_are_never_one_series(study):
    chart = english(study, "regional-line")
    assert chart.data["appropriated"].notna().sum() == study.by_account["fiscal_year"].nunique()
    assert chart.data["obligated"].notna().sum() == len(study.regional_line)
    after = chart.data["fiscal_year"] >= study.unknown_from
    assert after.any() and pd.isna(chart.data.loc[after, "appropriated"]).all()
    assert any("must not be compared year by year" in note for note in chart.notes)


def test_effects_stand_beside_their_critics_and_are_not_pooled(study):
    chart = english(study, "evaluation-effects")
    assert chart.title == "Disputed survey: crime and fear 5% to 51% below expected, trust above"
    assert "do not support a causal effect" in chart.alt
    assert "not police data" in chart.alt
    assert set(chart.data["unit_id"]) == set(study.effects["unit_id"])
    undisputed = charts.evaluation_effects(study.effects, pd.DataFrame(columns=["answers_evaluation_id"]), locale=EN)
    assert "disputed" not in undisputed.title


def test_an_interval_is_drawn_only_where_an_error_is_printed(study):
    chart = charts.evaluation_effects(
        study.effects.assign(std_error=float("nan")), pd.DataFrame(columns=["answers_evaluation_id"]), locale=EN
    )
    assert "no margin of error" in chart.measure
    assert any("95 percent" in note for note in english(study, "evaluation-effects").notes)


def test_a_unit_that_all_effects_share_is_written_once_and_the_scale_holds_every_dot(study):
    own = study.effects_of(results.COMMUNITY_STUDY)
    chart = charts.evaluation_effects(own, study.studies, locale=EN)
    texts = [label.text for label in labels_of(chart)]
    assert not any(own["unit_en"].iloc[0] in text for text in texts)
    ticks = [
        float(text.replace("−", "-"))
        for text in texts
        if text.lstrip("−").isdigit() and float(text.lstrip("−")) % 20 == 0
    ]
    assert min(ticks) <= own["value"].min() and own["value"].max() <= max(ticks)


def test_marks_are_explained_only_where_both_are_drawn(study):
    effects = study.effects
    none = pd.DataFrame(columns=["answers_evaluation_id"])
    headline = charts.evaluation_effects(effects[effects["headline"]], none, locale=EN)
    assert not headline.draw.key
    keys = {
        with_error: charts.evaluation_effects(effects.assign(std_error=with_error), none, locale=EN).draw.key
        for with_error in (2.0, float("nan"))
    }
    looks = [[entry.look for entry in key] for key in keys.values()]
    assert looks == [["dot", "full diamond"], ["open", "diamond"]], "hollow without a margin of error"


def test_a_fiscal_year_is_not_dated_to_a_day(study):
    chart = charts.timeline(study.replace(start_year=2007, end_year=2022).events, locale=EN)
    day = chart.data.set_index("event_id")["day"]
    assert day["carsi-separate"] == "December 16, 2009"
    assert day["first-money-law"] == "about July 4, 2008"
    assert day["alliance-for-prosperity"] == "November 2014"
    rows = study.replace(start_year=2007, end_year=2022).events.query("event_id == 'carsi-separate'")
    of_a_year = charts.timeline(rows.assign(date="2010", date_precision="fiscal_year"), locale=EN)
    assert of_a_year.data["day"].tolist() == ["FY2010"]
    assert "month not found" not in {label.text for label in labels_of(of_a_year)}
    undated = charts.timeline(rows.assign(date="2010", date_precision="year"), locale=EN)
    assert "month not found" in {label.text for label in labels_of(undated)}


def test_the_timeline_names_new_funds_after_the_last_turn_by_their_law(study):
    events = study.regional_events
    assert charts.timeline(events, locale=EN).title == "First funds in 2008, aid paused in 2025, new funds in 2026"
    before = events[events["when"] < 2026]
    assert charts.timeline(before, locale=EN).title == "First funds in 2008, aid paused in 2025"


def test_amounts_keep_the_reservation_of_their_source(study):
    chart = english(study, "conflict-values")
    texts = {label.text for label in labels_of(chart)}
    assert {"almost 495", "about 350", "up to 222", "at least 43"} <= texts
    assert "at least 463" in english(study, "stages-printed").data["amount"].tolist()


def test_only_the_preferred_amount_is_filled(study):
    values = study.disputed_amounts
    chart = charts.conflict_values(values, locale=EN)
    assert dots_of(chart) == (values["preferred"].sum(), (~values["preferred"]).sum())
    settled = values.assign(state="confirmed")
    assert "none are still open" in charts.conflict_values(settled, locale=EN).title


def test_gaps_are_computed_and_change_with_the_data(study):
    chart = charts.money_known(study.replace(end_year=2023).known.copy(), locale=EN)
    after, listed = study.unknown_from, study.years_known["listed"].iloc[0]
    again = min(year for year in listed if year > after)
    assert f"known for FY2008–FY{after - 1} and FY{again}–" in chart.title
    assert f"FY{after}" not in chart.title
    found = study.replace(end_year=2023).known.copy()
    found.loc[(found["measure_id"] == "appropriated") & (found["fiscal_year"] == after), "held"] = "year"
    assert f"known for FY2008–FY{after} and" in charts.money_known(found, locale=EN).title
    gaps = tables.money_gaps(study.replace(end_year=2023).known.copy(), locale=EN).data.set_index("stage")
    assert gaps.loc["Appropriated", "account"].startswith(f"{after}–{again - 1}")
    assert gaps.loc["Obligated", "country"] == "all"


def test_table_of_periods_adds_up(study):
    table = english(study, "obligations-by-period")
    whole = study.booked["amount_usd"].sum() / 1e6
    assert table.data["total"].iloc[-1] == pytest.approx(whole)
    assert table.data["head"].isna().iloc[-1]


def test_what_was_only_requested_is_not_joined_to_the_line(study):
    chart = charts.carsi_over_time(study.carsi_by_year, study.years_known, locale=EN)
    rows = study.carsi_by_year.query("kind == 'line'")
    asked = set(rows.loc[rows["measure_id"] == "requested", "fiscal_year"])
    (line,) = [
        layer.frame for layer in chart.draw.layers if "asked" in layer.frame and layer.__class__.__name__ == "Lines"
    ]
    assert asked and not asked & set(line["year"])
    assert any("requested" in words.text for words in chart.draw.on_page.words)
