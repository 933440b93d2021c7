import pytest

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
