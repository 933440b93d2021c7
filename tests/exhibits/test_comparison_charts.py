"""Charts of comparisons: what would look right on screen and be wrong."""

import pytest
from matplotlib.collections import PathCollection

from carsi_analysis.analysis import comparison, replication, threats
from carsi_analysis.exhibits import charts, tables
from carsi_analysis.exhibits.locale import Locale
from tests.exhibits.drawn import drawn, labels_of

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
    assert "higher in 0 of 7 countries, lower in 7" in tables.means_compared(fallen, *study.spans, locale=EN).title


def test_a_list_without_a_dispute_has_no_column_for_it(study):
    quiet = study.studies[study.studies["answers_evaluation_id"].isna()]
    table = tables.evaluations(quiet, locale=ES)
    assert "answers_es" not in [column.name for column in table.columns]
    assert "disputa" not in table.title
