"""Chart, table and map of a choice: the same numbers, sentences where there is nothing, a line of code that runs."""

import re
from html import unescape

import pytest

import carsi_analysis as carsi
from carsi_analysis.data import load
from carsi_analysis.exploring.choice import choose
from carsi_analysis.exploring.page import CODE_HEAD, page_of, taken_of
from carsi_analysis.exploring.panel import panels_of
from carsi_analysis.exploring.picture import NothingToShow, map_of
from carsi_analysis.exploring.subjects import subjects

PACKAGE = load()


def panel(view="chart", **given):
    return panels_of([choose(PACKAGE, **given)], view)[0]


@pytest.mark.parametrize("indicator", subjects(PACKAGE))
def test_every_series_has_a_map_of_its_last_values_or_says_that_it_has_none(indicator):
    choice = choose(PACKAGE, indicator=indicator)
    if choice.subject.in_dollars:
        with pytest.raises(NothingToShow, match="no map"):
            map_of(choice)
        return
    last = choice.study.series(indicator).sort_values("year").groupby("country_iso3")["value"].last()
    shown = map_of(choice).data.dropna(subset="value").set_index("country_iso3")["value"]
    assert shown.to_dict() == last.to_dict()


def test_a_table_holds_the_numbers_of_the_chart():
    chart, table = (panel(view, indicator="ti_cpi", countries="GTM,HND") for view in ("chart", "table"))
    assert table.exhibit.cells() == chart.exhibit.cells()
    assert "<svg" in chart.html and "<svg" not in table.html
    assert table.html.count("<tr>") == len(table.exhibit.data) + 1
    assert re.search(r'role="region" tabindex="0" aria-label="[^"]+"><table', table.html)


def test_what_is_shown_has_title_caveats_sources_and_references():
    shown = unescape(re.sub("<[^>]*>", "", panel(indicator="hom_rate_unodc").html))
    assert "Homicide rate" in shown and "Nothing here shows" in shown
    assert "Source: UNODC via Our World in Data" in shown and "https://ourworldindata.org" in shown


def test_two_series_stand_in_two_charts_over_the_same_years():
    choices = [choose(PACKAGE, indicator=one) for one in ("ti_cpi", "obligations_by_country")]
    two = panels_of(choices, "chart")
    assert [one.exhibit.draw.span for one in two] == [(2001, 2025)] * 2
    assert len({one.exhibit.unit for one in two}) == 2
    page = page_of(two)
    assert page.count("<svg") == 2 and page.count("<section") == 2
    assert [one.exhibit.draw.span for one in panels_of(choices[:1], "chart")] == [None]


def test_what_has_nothing_to_show_stands_as_a_sentence_beside_the_other():
    given = {"start_year": 2013, "end_year": 2018}
    choices = [choose(PACKAGE, indicator=one, **given) for one in ("appropriations_by_account", "ti_cpi")]
    page = page_of(panels_of(choices, "chart"))
    assert "no value for the countries and years picked" in page and page.count("<svg") == 1


CHOICES = [
    {},
    {"indicator": "ti_cpi", "countries": "GTM,HND", "start_year": 2015, "end_year": 2019},
    {"indicator": "ti_cpi", "countries": "HND"},
    {"indicator": "tip_tier", "countries": "HND,PAN"},
    {"indicator": "appropriations_by_account", "dollars": "constant"},
    {"indicator": "obligations_by_country"},
    {"indicator": "obligations_by_country", "countries": "BLZ,HND", "start_year": 2010, "dollars": "constant"},
]


@pytest.mark.parametrize("given", CHOICES, ids=str)
@pytest.mark.parametrize("view", ["chart", "table", "map"])
def test_the_line_of_code_runs_and_gives_the_frame_that_is_shown(view, given):
    one = panel(view, **given)
    if isinstance(one, str):
        assert view == "map" and "no map" in one
        return
    (line,) = re.findall(r"<pre[^>]*>(.*?)</pre>", taken_of([one], with_pictures=False))
    line = unescape(line)
    assert "\n" not in line and line.startswith(CODE_HEAD)
    frame = eval(line.removeprefix(CODE_HEAD), {"carsi": carsi})
    shown = one.exhibit.evidence
    value = "value" if "value" in shown else "amount_usd"
    assert sorted(frame["rows"]) == sorted(shown["rows"])
    by_rows = frame.set_index("rows")[value].to_dict()
    assert by_rows == pytest.approx(shown.set_index("rows")[value].to_dict())
