"""The table that sets the countries side by side."""

import pytest

from carsi_analysis.analysis.obligations import REGIONAL_LINE
from carsi_analysis.analysis.study import Study
from carsi_analysis.exhibits.exhibit import Table
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.tables import at_a_glance

EN, ES = Locale("en"), Locale("es")


def table(study: Study, locale: Locale = EN) -> Table:
    return at_a_glance(study.at_a_glance, study.security_by_recipient, locale=locale)


@pytest.fixture(scope="module")
def lines(study):
    return table(study).data.set_index("place")


def test_each_figure_is_that_of_the_data(lines, study):
    data = study.data
    score = data.observations.query("indicator_id == 'vdem_rule_of_law' and country_iso3 == 'GTM'").set_index("year")
    last, first = score["value"].iloc[-1], score["value"][2008]
    assert lines.loc["Guatemala", "law"] == f"{last:.2f}\u00a0({last - first:+.2f})"
    reserved = study.set_aside.query("place_en == 'Costa Rica'")["amount_usd"].sum() / 1e6
    assert lines.loc["Costa Rica", "reserved"] == f"{reserved:.1f}"
    assert lines.loc["Honduras", "reserved"].startswith("at least ")
    kept = data.official_obligations.query("country_iso3 == 'SLV' and fiscal_year >= 2008")
    security = data.accounts.loc[data.accounts["security"], "account_id"]
    whole = kept[kept["account_id"].isin(security)]["amount_usd"].sum()
    assert lines.loc["El Salvador", "security_value"] == whole
    assert lines.loc["El Salvador", "security"] == f"{whole / 1e6:,.0f}"


def test_the_highest_rate_stands_first_and_only_countries_have_rows(lines, study):
    assert lines["homicide_value"].is_monotonic_decreasing
    assert set(lines.index) == set(study.homicide_places["label_en"])


def test_the_title_names_who_had_most_set_aside_and_that_its_rate_peaked_last(study):
    told = table(study)
    assert told.title == "Congress set aside most for Costa Rica, whose homicide peaked in 2023"
    rows = study.at_a_glance
    of_most = (rows["country_iso3"] == "CRI") & (rows["measure"] == "peak")
    earlier = rows.assign(year=rows["year"].mask(of_most, 2001))
    moved = at_a_glance(earlier, study.security_by_recipient, locale=EN)
    places = study.homicide_places.set_index("label_en")["value"]
    assert moved.title == f"Congress set aside most for Costa Rica; {places.idxmin()} has the lowest homicide rate"
    by_place = study.security_by_recipient.set_index("country_iso3")["amount_usd"]
    share = by_place[REGIONAL_LINE] / by_place.sum()
    amount = f"{by_place[REGIONAL_LINE] / 1e6:,.0f} million"
    assert any(f"{share:.0%} of it, {amount}, names no country" in note for note in told.notes)
    assert study.security_by_recipient["share"].sum() == pytest.approx(1)


def test_years_before_the_money_have_no_columns_of_it(study):
    early = table(study.replace(end_year=2006))
    names = [column.name for column in early.columns]
    assert "security" not in names and "reserved" not in names and "homicide" in names
    assert "aid" not in early.title


def test_both_languages_hold_the_same_numbers(study):
    english, spanish = (table(study, locale).data.filter(like="_value") for locale in (EN, ES))
    assert english.equals(spanish)


def test_who_takes_the_data_away_gets_numbers_years_and_units(study):
    taken = table(study).data_columns
    assert [column.name for column in taken if column.name.endswith("_value") and not column.unit] == []
    assert {"homicide_value", "homicide_year", "reserved_value"} <= {column.name for column in taken}


def test_an_unreliable_rate_is_told(study):
    (doubtful,) = study.homicide_places.query("doubtful")["label_en"]
    assert any(note.startswith(f"{doubtful}: the last reliable rate") for note in table(study).notes)
