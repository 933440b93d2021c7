"""The funding report: every span, account and price level gives a report, and a changed datum is noticed."""

import pytest

from tests.notebooks.changed import exhibits, shown_by, told_after

NOTEBOOK = "funding.ipynb"


@pytest.fixture
def exhibits_with(monkeypatch):
    """``exhibits_with(start_year=2010)``: the report's charts and tables with other parameters."""
    return lambda **parameters: exhibits(shown_by(NOTEBOOK, monkeypatch, **parameters))


@pytest.fixture
def laid_out_with(monkeypatch):
    """The same, laid out and not painted: charts of accounts are painted for ``tests/notebooks/test_printed.py``."""
    return lambda **parameters: exhibits(shown_by(NOTEBOOK, monkeypatch, drawn=False, **parameters))


def years_of(exhibit):
    place = [column["name"] for column in exhibit["data"]["columns"]].index("fiscal_year")
    return {row[place] for row in exhibit["data"]["rows"]}


BOOKED = {"obligations-by-agency", "obligations-per-head", "security-accounts"}
"""What the file of obligations by agency shows, which ends before the others."""

WITHOUT_YEARS = {"money-gaps", "obligations-per-head"}


@pytest.mark.parametrize(
    ("start", "end", "by_year"),
    [
        (2000, 2000, set()),
        (2000, 2003, {"official-totals", *BOOKED}),
        (2010, 2010, {"funding-by-account", "official-totals", "money-gaps", *BOOKED}),
        (2013, 2013, {"official-totals", *BOOKED}),
        (2021, 2022, {"official-totals"}),
        (2024, 2025, set()),
    ],
)
def test_a_span_without_a_series_says_so_instead_of_an_empty_chart(start, end, by_year, exhibits_with):
    shown = exhibits_with(start_year=start, end_year=end)
    whatever_the_span = {
        "accounts-by-year",
        "where-the-money-stands",
        "paid-by-account",
        "conflict-reasons",
        "funding-shares",
        "set-asides",
        "set-asides-by-country",
        "carsi-over-time",
        "cumulative-counts",
        "stages-printed",
    }
    assert set(shown) == whatever_the_span | by_year
    for name in by_year - WITHOUT_YEARS:
        assert years_of(shown[name]) <= set(range(start, end + 1)), name


@pytest.mark.parametrize(
    ("account", "dollars"), [("incle", "nominal"), ("esf", "constant"), ("fmf", "nominal"), ("nadr", "constant")]
)
def test_an_account_is_narrowed_in_either_price_level(account, dollars, laid_out_with):
    shown = laid_out_with(account=account, dollars=dollars)
    name = f"account-{account}" + ("-constant" if dollars == "constant" else "")
    assert name in shown
    assert not {"funding-by-account", "funding-by-account-constant"} & set(shown)
    assert ("constant FY2024" in shown[name]["subtitle"]) is (dollars == "constant")
    assert "nominal" in shown["accounts-by-year"]["subtitle"], "the first two years explain a nominal figure"


def test_years_in_which_an_account_got_nothing_are_told_and_not_drawn(laid_out_with):
    assert "account-nadr" not in laid_out_with(account="nadr", start_year=2010, end_year=2012)
    assert "account-nadr" in laid_out_with(account="nadr", start_year=2008, end_year=2008)


def test_a_changed_datum_is_told_in_words(tmp_path, monkeypatch):
    told = told_after(
        NOTEBOOK,
        "funding.csv",
        r"^(fy2008-2012-total-white-house,.*?),496000000,",
        r"\1,496400000,",
        tmp_path,
        monkeypatch,
    )
    assert any(line.startswith("+") and "496.4" in line for line in told)
