"""The chart of a choice: true for every indicator and any countries, and words instead of an empty frame."""

import re

import pytest

from carsi_analysis.data import load
from carsi_analysis.exhibits.drawing import svg_of
from carsi_analysis.exploring.choice import choose
from carsi_analysis.exploring.picture import NothingToShow, chart_of
from carsi_analysis.exploring.subjects import subjects

PACKAGE = load()


def picture(**given):
    return chart_of(choose(PACKAGE, **given))


@pytest.mark.parametrize("indicator", subjects(PACKAGE))
def test_everything_offered_can_be_drawn_in_both_languages(indicator):
    english, spanish = (picture(indicator=indicator, language=language) for language in ("en", "es"))
    assert english.title != spanish.title
    assert numbers_in(english) == numbers_in(spanish)
    try:
        two = picture(indicator=indicator, countries="GTM,HND", language="es")
    except NothingToShow:
        assert not {"GTM", "HND"} & set(english.evidence["country_iso3"])
    else:
        assert svg_of(two).count("<text") > 2


def numbers_in(chart):
    return sorted(cell for row in chart.cells() for cell in row if isinstance(cell, int | float))


def test_only_the_years_and_countries_picked_are_drawn():
    chart = picture(indicator="ti_cpi", countries="HND,PAN", start_year=2015, end_year=2018)
    assert set(chart.evidence["country_iso3"]) == {"HND", "PAN"}
    assert set(chart.evidence["year"]) == {2015, 2016, 2017, 2018}


def test_where_all_are_equal_no_country_is_said_to_be_highest():
    assert picture(indicator="majors_list").title == "U.S. majors list: 1 in each country, 2025"
    assert picture(indicator="majors_list", language="es").title.endswith("1 en cada país, 2025")


def test_one_country_stands_among_the_others():
    chart = picture(countries="HND")
    assert "Honduras" in chart.title
    assert chart.exhibit_id.endswith("-hnd")
    assert len(set(chart.evidence["country_iso3"])) == 7


def test_a_country_that_has_no_value_is_named():
    assert (
        "No value in these years for Belize."
        in picture(indicator="ti_cpi", countries="BLZ,GTM,HND", end_year=2024).notes
    )
    assert (
        "Sin valor en estos años: Belice."
        in picture(indicator="ti_cpi", countries="BLZ,GTM", end_year=2024, language="es").notes
    )
    assert not [note for note in picture(indicator="ti_cpi", countries="GTM,HND").notes if "No value" in note]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"indicator": "ti_cpi", "end_year": 2005}, r"2000–2005\)\. The series holds values of 2012–2025"),
        ({"indicator": "ti_cpi", "countries": "BLZ", "end_year": 2024}, r"2000–2024\)\. .* 2012–2025 \(Belize, Costa"),
        ({"indicator": "vic_latinobarometro", "countries": "BLZ"}, r"\(Costa Rica, El Salvador.*\)"),
        ({"indicator": "appropriations_by_account", "start_year": 2013}, "The series holds values of 2008–2012"),
        ({"indicator": "obligations_by_country", "start_year": 2021}, "The series holds values of 2001–2020"),
        ({"indicator": "ti_cpi", "end_year": 2005, "language": "es"}, "La serie tiene valores de 2012–2025"),
    ],
)
def test_nothing_to_show_is_said_in_words(given, told):
    with pytest.raises(NothingToShow, match=told):
        picture(**given)


def test_constant_dollars_change_money_and_say_so():
    nominal, constant = (picture(indicator="appropriations_by_account", dollars=one) for one in ("nominal", "constant"))
    assert "nominal" in nominal.unit
    assert "constant FY" in constant.unit
    assert constant.data["total"].iloc[0] > nominal.data["total"].iloc[0]
    assert any(row.startswith("deflators/") for row in constant.rows)


def test_dollars_leave_what_is_no_money_alone():
    assert picture(dollars="constant").cells() == picture(dollars="nominal").cells()


@pytest.mark.parametrize("countries", ["HND", "BLZ,HND", "BLZ,GTM,HND", "all"])
def test_the_country_said_to_have_received_most_did(countries):
    chart = picture(indicator="obligations_by_country", countries=countries)
    totals = PACKAGE.official_obligations.groupby("country_iso3")["amount_usd"].sum()
    own = totals[list(choose(PACKAGE, countries=countries).countries)]
    assert chart.title.startswith(PACKAGE.countries.set_index("country_iso3").loc[own.idxmax(), "label_en"])
    assert ("received" in chart.title) is (len(own) > 1)
    if len(own) > 2:
        assert f"of the {'seven' if len(own) == 7 else 'three'}" in chart.title


def test_the_regional_line_stands_beside_all_seven_alone():
    assert "CAR" in set(picture(indicator="obligations_by_country").evidence["country_iso3"])
    chart = picture(indicator="obligations_by_country", countries="HND,GTM")
    assert "CAR" not in set(chart.evidence["country_iso3"])
    assert not re.search("[Rr]egional line", " ".join([*chart.notes, svg_of(chart)]))


def test_years_beyond_the_appropriations_are_said_to_be_unknown():
    assert "from FY2013" in svg_of(picture(indicator="appropriations_by_account"))
    assert "from FY2013" not in svg_of(picture(indicator="appropriations_by_account", end_year=2012))
