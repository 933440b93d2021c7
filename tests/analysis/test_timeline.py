import re

import pytest

from carsi_analysis.analysis.study import Study
from carsi_analysis.analysis.timeline import decimal_year, happened
from carsi_analysis.data import load


def events(start: int = 2007, end: int = 2022, **options):
    package = load()
    return happened(package.events, [package.funding, package.funding_by_country], start, end, **options)


def test_what_is_not_known_of_a_date_lies_in_the_middle():
    assert decimal_year("2012") == 2012.5
    assert decimal_year("2012-07") == pytest.approx(2012 + 6.5 / 12)
    assert decimal_year("2012-07-01") == 2012.5
    assert decimal_year("2012-12-31") < 2013


def test_an_amount_held_elsewhere_comes_with_its_source():
    law = events().set_index("event_id").loc["first-money-law"]
    assert law["amount_usd"] == 65_000_000
    assert "funding/fy2008-total-ceiling-press" in law["rows"]


def test_an_event_without_money_has_none():
    assert events().set_index("event_id")["amount_usd"].isna()["cepr-paper"]


def test_years_and_kinds_choose():
    years = load().events["date"].str[:4].astype(int)
    assert len(events(years.min(), years.max())) == len(years)
    assert len(events(years.min() + 1, years.max() - 1)) == years.between(years.min() + 1, years.max() - 1).sum()
    chosen = events(2013, 2014, kinds=("report",))
    assert set(chosen["kind"]) == {"report"}
    assert chosen["when"].between(2013, 2015).all()
    assert chosen["when"].is_monotonic_increasing


def test_each_country_has_a_question_of_its_own_with_the_event_that_raises_it():
    package = load()
    asked = {
        iso: Study(package, country=iso).own_question.iloc[0]
        for iso in package.countries.query("kind == 'country'")["country_iso3"]
    }
    assert len({row["question_en"] for row in asked.values()}) == len(asked)
    concerned = package.event_countries.groupby("country_iso3")["event_id"].agg(set)
    assert all(row["event_id"] in concerned[iso] and row["sources"] for iso, row in asked.items())


def test_a_question_ends_as_one_in_both_languages_and_holds_no_figure():
    asked = load().events.dropna(subset=["question_en", "question_es"], how="all")
    for row in asked.itertuples():
        assert row.question_en.endswith("?") and row.question_es.startswith("¿") and row.question_es.endswith("?")
        assert not re.search(r"\d", row.question_en + row.question_es)


def test_years_before_the_event_have_no_question_of_it():
    assert Study(load(), country="GTM", end_year=2018).own_question.empty
