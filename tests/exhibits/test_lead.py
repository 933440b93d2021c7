"""The picture of the first page: two panels on one axis of years, and a map beside them."""

import pandas as pd
import pytest

from carsi_analysis.analysis.study import Study
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.gallery.examples import every_example
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks.beside import GAP_IN
from carsi_analysis.house.contrast import luminance
from carsi_analysis.house.tokens import HIGHER_FACES, LIGHT, NARROW_WIDTH_IN

EN = Locale("en")


def lead(study: Study) -> Chart:
    chart = every_example(study.data)["violence-and-money"](study)(locale=EN)
    assert isinstance(chart, Chart)
    return chart


@pytest.fixture(scope="module")
def chart(study) -> Chart:
    return lead(study)


def test_an_unreliable_rate_is_told_and_has_no_shade(chart, study):
    (doubtful,) = study.homicide_places.query("doubtful")["label_en"]
    (tile,) = [mark for mark in chart.marks if mark.label == doubtful]
    reliable = study.homicide[~study.homicide["doubtful"] & (study.homicide["label_en"] == doubtful)]
    assert f"{reliable['value'].iloc[-1]:.1f}" in tile.value and str(reliable["year"].iloc[-1]) in tile.value
    faces = [
        colour for fills in chart.draw.on_page.fills.values() for _, colour, name in fills if name == f"#{tile.mark_id}"
    ]
    assert faces == [LIGHT.paper]
    assert any(look[3] == (3, 2) for look in chart.draw.on_page.lines), "its edge is dashed"
    (note,) = [note for note in chart.notes if "dashed" in note]
    assert doubtful in note and str(reliable["year"].iloc[-1]) in note


def test_plans_and_parts_stand_open_and_years_without_a_total_are_hatched(chart, study):
    money = study.own_by_year.set_index("fiscal_year")["kind"]
    fills = [(look, colour, name) for look, shapes in chart.draw.on_page.fills.items() for _, colour, name in shapes]
    bars = {mark.mark_id: mark for mark in chart.marks if ", 20" in mark.label and not mark.value.count(".")}
    drawn = {bars[name[1:]].label: colour for _, colour, name in fills if name and name[1:] in bars}
    open_years = {int(label[-4:]) for label, colour in drawn.items() if colour != LIGHT.accent}
    assert open_years == set(money.index[money != "printed"])
    hatched = [look for look, _, name in fills if look[-1] and name is None]
    gaps = set(range(money.index.min(), money.index.max())) - set(money.index)
    assert len(hatched) == len(gaps)


def test_wider_totals_are_no_bars(chart, study):
    (wider,) = {study.carsi_by_year.query("kind == 'act'")["amount_usd"].max() / 1e6}
    assert chart.data["amount"].max() < wider


def test_everything_drawn_stands_in_the_table_under_it(chart, study):
    for row in study.homicide_places.itertuples():
        assert chart.data[row.country_iso3].dropna().tolist() == [row.value]
    newest = study.homicide_elsewhere.groupby("country_iso3").tail(1)
    assert all(chart.data[row.country_iso3].dropna().tolist() == [row.value] for row in newest.itertuples())
    assert set(study.own_by_year["amount_usd"].div(1e6)) <= set(chart.data["amount"].dropna())
    assert not chart.data.duplicated(["year", "release"]).any()


def test_years_before_the_money_show_violence_alone(study):
    early = lead(study.replace(end_year=2005))
    assert "CARSI" not in early.title + early.measure
    assert "amount" not in {column.name for column in early.columns}


def test_the_title_follows_the_data(study):
    rising = study.replace(end_year=2011)
    assert "at its highest" in lead(rising).title
    printed = study.own_by_year.query("kind == 'printed'").set_index("fiscal_year")["amount_usd"]
    peak = study.region_peak.iloc[0]
    assert lead(study).title.startswith(f"Highest known homicide in {peak['peak_year']};")
    assert lead(study).title.endswith(f"FY{printed.idxmax()}")


def test_on_a_phone_the_map_stands_below(chart):
    sheet = chart.draw.layout(NARROW_WIDTH_IN)
    line = min(mark.box.bottom for mark in sheet.marks if "," in mark.label)
    tiles = [mark.box for mark in sheet.marks if "(" in mark.value and "," not in mark.label]
    assert tiles and max(box.top for box in tiles) < line
    assert max(box.right for box in tiles) <= NARROW_WIDTH_IN + 0.01
    wide = chart.draw.on_page
    left = [mark.box.right for mark in wide.marks if "," in mark.label]
    right = [mark.box.left for mark in wide.marks if "(" in mark.value and "," not in mark.label]
    assert max(left) + GAP_IN / 2 < min(right)


def test_marks_of_both_drawings_have_names_of_their_own(chart):
    names = [mark.mark_id for mark in chart.marks]
    assert len(names) == len(set(names))
    drawn = {
        name
        for shapes in (chart.draw.on_page.fills, chart.draw.on_page.lines, chart.draw.on_page.dots)
        for own in shapes.values()
        for *_, name in own
        if name
    }
    assert drawn == {f"#{name}" for name in names}


def test_peaks_are_those_of_reliable_rates(study):
    places = study.homicide_places.set_index("country_iso3")
    series = study.homicide[~study.homicide["doubtful"]]
    highest = series.groupby("country_iso3")["value"].max()
    pd.testing.assert_series_equal(places["peak_value"], highest, check_names=False)
    early = study.replace(end_year=2023)
    assert early.homicide_places.query("at_peak")["country_iso3"].tolist() == early.at_record["country_iso3"].tolist()


def test_a_rate_of_the_later_release_stands_on_the_map_where_it_is_newer_and_reliable(chart, study):
    places = study.homicide_places.set_index("country_iso3")
    later = study.homicide_later.set_index("country_iso3")
    main = study.homicide.groupby("country_iso3")["year"].max()
    newer = later[~later["doubtful"] & (later["year"] > main)]
    assert places.index[places["is_later"]].tolist() == sorted(newer.index)
    assert places.loc[newer.index, "value"].tolist() == newer["value"].tolist()
    assert not places.loc[~places["is_later"], "year"].isin(newer["year"]).any()
    years = set(map(str, newer["year"]))
    assert all(any(year in note for note in chart.notes) for year in years)


def test_the_title_and_the_line_over_the_bars_speak_of_what_is_drawn(study):
    early, late, whole = (
        lead(study.replace(start_year=start, end_year=end)) for start, end in ((2009, 2014), (2021, None), (2000, None))
    )
    assert early.title == "Highest known homicide in 2011; CARSI’s largest known year was FY2012"
    told = [{text.text for text in chart.draw.on_page.words} for chart in (early, late, whole)]
    assert "dashed: only asked for; hatched: nothing found" in told[0]
    assert "pale: known in part; hatched: nothing found" in told[1]
    assert "pale: known in part; dashed: only asked for; hatched: nothing found" in told[2]


def test_a_higher_rate_has_no_lighter_shade_and_the_key_names_each_step(chart, study):
    sheet = chart.draw.on_page
    faces = {name: colour for fills in sheet.fills.values() for _, colour, name in fills if name}
    held = study.homicide_places.query("not doubtful").sort_values("value")
    ids = {mark.label: mark.mark_id for mark in chart.marks}
    shades = [HIGHER_FACES.index(faces[f"#{ids[label]}"]) for label in held["label_en"]]
    assert shades == sorted(shades) and len(set(shades)) > 2
    told = {words.text for words in sheet.words}
    assert {"under 5", "5 to 10", "10 to 20", "20 to 30"} <= told
    assert "30 or more" not in told, "no tile has this shade"
    lightness = [luminance(face) for face in HIGHER_FACES]
    assert lightness == sorted(lightness, reverse=True), "the steps survive greyscale print"


def test_comparators_are_told_beside_the_map_and_in_its_words_for_those_who_cannot_see(chart, study):
    told = [words.text for words in chart.draw.on_page.words]
    for row in study.homicide_elsewhere.groupby("country_iso3").tail(1).itertuples():
        assert f"{row.label_en} {row.value:.1f}" in told
        assert f"{row.label_en} {row.value:.1f} ({row.year})" in chart.alt


def test_years_within_the_line_without_a_value_are_told_with_whose_they_are(chart, study):
    gaps = study.region_gaps
    held = set(study.region_homicide["year"])
    assert set(gaps["year"]) == set(range(min(held), max(held))) - held
    (note,) = [note for note in chart.notes if note.startswith(str(gaps["year"].min()))]
    assert all(name in note for name in gaps["label_en"])
    (lacking,) = set(gaps["label_en"])
    filled = study.homicide[study.homicide["label_en"] == lacking]
    assert not set(filled["year"]) & set(gaps["year"])


def test_a_country_without_any_reliable_rate_is_named_without_a_year(study):
    late = lead(study.replace(start_year=2021))
    (note,) = [note for note in late.notes if "in these years" in note]
    assert "Nicaragua" in note
    assert not [note for note in late.notes if "( " in note or " )" in note or "after )" in note]
