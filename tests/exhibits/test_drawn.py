"""Charts that the reports of one build share: drawn once for equal inputs, never once for different ones."""

import pandas as pd
import pytest

from carsi_analysis.analysis import threats
from carsi_analysis.data import load
from carsi_analysis.exhibits import charts, drawn
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.files import DRAWN_CHARTS
from tests.observed import observed


def homicide(start_year: int = 2000) -> pd.DataFrame:
    data = load()
    return threats.indicator_series(observed(data), data.countries, threats.HOMICIDE_RATE, start_year, 2025)


def later() -> pd.DataFrame:
    data = load()
    return threats.indicator_series(observed(data), data.countries, threats.HOMICIDE_RATE_LATER, 2000, 2025)


@pytest.fixture
def drawings(tmp_path, monkeypatch) -> list[str]:
    """Share charts through a folder, and note the title of each that is drawn."""
    titles: list[str] = []
    monkeypatch.setenv(DRAWN_CHARTS, str(tmp_path / "charts"))
    draw = drawn.svg_of

    def noted(chart):
        titles.append(chart.title)
        return draw(chart)

    monkeypatch.setattr(drawn, "svg_of", noted)
    return titles


def show(*results: pd.DataFrame, language: str = "en", make=charts.homicide_trends) -> str:
    chart = make(*results, locale=Locale(language))
    return drawn.svg_once(chart, make, (results, {}, language))


def test_equal_inputs_are_drawn_once_wherever_they_come_from(drawings):
    one = homicide()
    other = pd.concat([one.iloc[:50], one.iloc[50:]]).sort_values(["country_iso3", "year"]).loc[one.index]
    assert show(one, later()) == show(other, later()) == show(homicide(), later())
    assert len(drawings) == 1


@pytest.mark.parametrize("column, value", [("value", 99.5), ("label_en", "Elsewhere"), ("doubtful", True)])
def test_one_other_value_is_drawn_anew(drawings, column, value):
    changed = homicide()
    show(changed, later())
    changed.loc[changed.index[-1], column] = value
    show(changed, later())
    assert len(drawings) == 2


def test_another_language_or_span_is_drawn_anew(drawings):
    assert (
        len({show(homicide(), later()), show(homicide(), later(), language="es"), show(homicide(2008), later())}) == 3
    )
    assert len(drawings) == 3


def test_what_a_notebook_defines_itself_is_always_drawn(drawings):
    def own(*results, locale):
        return charts.homicide_trends(*results, locale=locale)

    assert show(homicide(), later(), make=own) == show(homicide(), later(), make=own)
    assert len(drawings) == 2


def test_outside_a_build_every_chart_is_drawn(drawings, monkeypatch):
    monkeypatch.delenv(DRAWN_CHARTS)
    show(homicide(), later())
    show(homicide(), later())
    assert len(drawings) == 2


def test_a_folder_that_cannot_be_written_costs_a_drawing_and_no_report(drawings, tmp_path):
    (tmp_path / "charts").write_text("a file where the folder should be")
    assert show(homicide(), later()).startswith("<svg")
