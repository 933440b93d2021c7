"""Charts of comparisons: what would look right on screen and be wrong."""

from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from carsi_analysis.analysis import comparison, replication, results, threats
from carsi_analysis.exhibits import charts, tables
from carsi_analysis.exhibits.gallery import exhibit_call
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Scatter
from carsi_analysis.house.tokens import CHART_WIDTH_IN
from tests.exhibits.drawn import drawn, labels_of
from tests.exhibits.test_marks import PHONE_IN, check_inside

EN, ES = Locale("en"), Locale("es")


@pytest.fixture(scope="module")
def variants(study):
    series = study.series(threats.HOMICIDE_RATE)
    return replication.variants(series, study.data.evaluation_results, study.data.countries, 2008)


def dots_of(chart):
    """List the dots of a drawn chart from the top down: across, upward, and whether they stand open."""
    spreads = [one for one in drawn(chart).axes[0].collections if isinstance(one, PathCollection)]
    dots = [
        (*place, bool(spread.get_facecolors()[0][:3].min() == 1.0))
        for spread in spreads
        for place in spread.get_offsets().tolist()
    ]
    return sorted(dots, key=lambda dot: -dot[1])


def test_what_the_study_prints_stands_open_and_what_is_computed_here_filled(variants):
    dots = dots_of(charts.comparison_variants(variants, locale=EN))
    assert [is_open for *_, is_open in dots] == [choice == "published" for choice in variants["choice"]]


def test_dots_stand_at_their_values_in_the_order_of_the_labels(variants):
    chart = charts.comparison_variants(variants, locale=EN)
    dots = dots_of(chart)
    order = sorted(range(len(variants)), key=lambda place: dots[place][0])
    assert variants["value"].to_numpy()[order].tolist() == sorted(variants["value"])
    heights = {label.text: (label.bottom + label.top) / 2 for label in labels_of(chart)}
    for name, dot in zip(chart.data["what"], dots, strict=True):
        assert heights[name] == pytest.approx(dot[1], abs=0.03)


def test_estimates_are_named_by_what_they_change(variants):
    named = charts.comparison_variants(variants, locale=ES).data["what"].tolist()
    assert {"Hasta 2017", "Panamá en lugar de Nicaragua", "Solo Honduras"} <= set(named)
    assert named[2].startswith("Nuestros datos, 2000–2011")


def test_the_title_names_the_ends_of_the_changed_choices_only(variants):
    wild = variants.assign(value=variants["value"].where(variants["choice"] != "published", 99.0))
    assert charts.comparison_variants(wild, locale=EN).title == charts.comparison_variants(variants, locale=EN).title
    turned = variants.assign(value=-variants["value"])
    assert "from −14.1 to −2.0" in charts.comparison_variants(turned, locale=EN).title


def test_the_correlation_of_the_title_is_that_of_the_dots(study):
    found = comparison.money_and_change(study.per_head, study.means)
    chart = charts.money_and_homicide(study.per_head, study.means, found, locale=EN)
    shown = chart.data[["per_head_usd", "log_change"]].corr(method="spearman").iloc[0, 1]
    assert f"{shown:.2f}".replace("-", "\u2212") in chart.title
    assert "n = 7" in chart.notes[0] and "nothing of effect" in chart.notes[0]
    assert len(dots_of(chart)) == 7


def test_the_regional_line_has_no_residents_and_is_no_dot(study):
    found = comparison.money_and_change(study.per_head, study.means)
    assert found["pairs"].iloc[0] == 7
    assert "CAR" in study.per_head["country_iso3"].tolist()
    chart = charts.money_and_homicide(study.per_head, study.means, found, locale=EN)
    assert set(chart.data["country_iso3"]) == set(study.means["country_iso3"])


def test_a_mean_that_rests_on_doubtful_values_is_marked_and_explained(study):
    table = tables.means_compared(study.means, *study.spans, locale=EN)
    assert "Nicaragua*" in table.data["country"].tolist()
    assert any(note.startswith("Asterisk") for note in table.notes)
    clean = study.means.assign(doubtful=False)
    assert not any(note.startswith("Asterisk") for note in tables.means_compared(clean, *study.spans, locale=EN).notes)


def test_the_table_of_means_counts_directions_from_the_data(study):
    fallen = study.means.assign(difference=-1.0)
    assert "higher in 0 of 7" in tables.means_compared(fallen, *study.spans, locale=EN).title


def test_a_list_without_a_dispute_has_no_column_for_it(study):
    quiet = study.studies[study.studies["answers_evaluation_id"].isna()]
    table = tables.evaluations(quiet, locale=ES)
    assert "answers_es" not in [column.name for column in table.columns]
    assert "disputa" not in table.title


def test_studies_stand_under_the_kind_of_their_design_trials_first(study):
    table = tables.evaluations(results.apart_from(study.studies, results.COMMUNITY_STUDY), locale=EN, others=True)
    kinds = [row[0] for row in table.cells()]
    assert table.grouped and len(set(kinds)) == 1 + sum(one != after for one, after in pairwise(kinds))
    assert kinds[0] == "Randomized trials (lots drawn)" and kinds.index("Audits and reviews") < kinds.index(
        "Reports of those who ran a program"
    )
    trials = kinds.count("Randomized trials (lots drawn)")
    assert table.title.startswith(f"Other documents: {trials} of {len(kinds)} by lot, ")


def placed_by(study, **changed):
    table = study.data.evaluations.assign(**changed)
    return results.evidence_map(results.studies(table), results.by_kind_of_aid(table, study.data.funding_areas))


def test_the_map_of_studies_counts_the_kinds_of_aid_without_any(study):
    chart = charts.evidence_gaps(study.evidence_map, locale=EN)
    assert chart.title == "Five of nine kinds of aid have no study of their own"
    assert "Without any: law enforcement and security forces, " in chart.alt and "civil society." in chart.alt
    assert "Gang prevention: assigned by lot (mixed 1), before and after only (favorable 2)" in chart.alt
    empty = [mark for mark in chart.marks if mark.value == "none"]
    assert len(empty) == 5 and len(chart.marks) == len(study.studies) + 5


def test_the_map_of_studies_follows_the_data(study):
    listed = study.data.evaluations
    moved = listed["area_id"].where(listed["evaluation_id"] != "gao-18-618", "civil_society")
    fewer = listed["area_id"].where(listed["area_id"] != "justice_capacity")
    assert charts.evidence_gaps(placed_by(study, area_id=moved), locale=EN).title.startswith("Five of nine")
    assert charts.evidence_gaps(placed_by(study, area_id=fewer), locale=EN).title.startswith("Six of nine")
    areas = study.data.funding_areas["area_id"].tolist()
    full = pd.Series(areas * 3, index=listed.index)
    assert charts.evidence_gaps(placed_by(study, area_id=full), locale=EN).title.startswith("All nine kinds")
    one = full.where(full != areas[0])
    assert charts.evidence_gaps(placed_by(study, area_id=one), locale=EN).title.startswith(
        "One of nine kinds of aid has"
    )


@pytest.mark.parametrize(
    ("verdict", "look"),
    [("positive", "up"), ("mixed", "full diamond"), ("critical", "down"), ("adverse", "down"), ("pending", "open")],
)
def test_a_reading_has_a_shape_of_its_own_and_a_design_its_column(verdict, look, study):
    chart = charts.evidence_gaps(placed_by(study, verdict=verdict, design="audit"), locale=EN)
    assert set(chart.data["look"].dropna()) == {look}
    assert list(chart.draw.heads) == ["audit"] and [entry.look for entry in chart.draw.key] == [look]


def test_audits_are_listed_with_what_they_found_in_few_words(study):
    table = tables.audits(results.audits(study.studies), locale=ES)
    assert table.title == "12 auditorías y revisiones: ninguna mide un efecto"
    assert all(found and len(found.split()) <= 12 for _, _, found in table.cells())
    fewer = study.studies[study.studies["evaluation_id"] != "gao-10-837"]
    assert tables.audits(results.audits(fewer), locale=ES).title.startswith("11 auditorías")


OF_RESULTS = (
    "comparison-variants",
    "evaluation-effects",
    "evidence-gaps",
    "money-and-homicide",
    "threats-goals-areas",
    "timeline",
)


@pytest.mark.parametrize("width", [PHONE_IN, CHART_WIDTH_IN])
@pytest.mark.parametrize("name", OF_RESULTS)
def test_charts_of_results_fit_a_phone_and_a_page_and_answer_for_their_rows(name, width, study):
    for locale in (EN, ES):
        chart = exhibit_call(name, study)(locale=locale)
        sheet = chart.draw.layout(width)
        check_inside(sheet)
        assert len(sheet.marks) >= len(chart.data)
        assert {row for mark in sheet.marks for row in mark.rows} <= set(chart.rows)
        assert all(mark.rows for mark in sheet.marks)


def test_words_of_crowded_dots_stand_on_different_sides_and_the_last_keeps_its_room():
    frame = pd.DataFrame(
        {"x": [1.0, 2.0, 2.1], "y": [1.0, 5.0, 5.1], "colour": "#0f3350", "said": ["one", "two", "end"]}
    )
    roles = {"x": "x", "y": "y", "colour": "colour", "text": "said", "across": "dollars", "upward": "percent"}
    sheet = Scatter(frame, **roles, write=EN.fixed).layout(CHART_WIDTH_IN)
    check_inside(sheet)
    sides = {words.text: words.ha for words in sheet.words if words.text in ("two", "end")}
    assert sides == {"end": "left", "two": "right"}
