import pandas as pd
import pytest

from carsi_analysis.analysis import funding
from carsi_analysis.analysis.dollars import (
    NOMINAL,
    Dollars,
    DollarsError,
    dollars_of,
    in_dollars,
    is_constant,
    price_level,
)
from carsi_analysis.analysis.provenance import aggregate
from carsi_analysis.data import load


def deflators() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "deflator_id": ["gdp_deflator_fy"] * 3 + ["cpi_u_fy"],
            "year": [2008, 2012, 2024, 2025],
            "index_value": [80.0, 90.0, 120.0, 500.0],
            "source_id": "bea",
            "row_id": [f"deflators/gdp_deflator_fy/{year}" for year in (2008, 2012, 2024)]
            + ["deflators/cpi_u_fy/2025"],
        }
    )


def amounts() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "fiscal_year": [2008, 2012],
            "amount_usd": [80.0, 90.0],
            "sources": [("plan",)] * 2,
            "rows": [("funding/a",), ("funding/b",)],
        },
        index=[7, 9],
    )


def test_the_base_year_is_the_newest_fiscal_year_of_the_fiscal_index():
    assert dollars_of("constant", deflators()) == Dollars(2024)
    assert dollars_of("nominal", deflators()) is NOMINAL


def test_another_word_or_a_missing_index_is_refused():
    with pytest.raises(DollarsError, match="'real' is neither"):
        dollars_of("real", deflators())
    with pytest.raises(DollarsError, match="no row has deflator_id"):
        dollars_of("constant", deflators().iloc[3:])


def test_each_year_is_lifted_by_its_own_index():
    frame = in_dollars(amounts(), Dollars(2024), deflators())
    assert frame["amount_usd"].tolist() == [120.0, 120.0]
    assert frame.index.tolist() == [7, 9]
    assert amounts()["amount_usd"].tolist() == [80.0, 90.0]


def test_each_row_rests_on_the_two_deflator_rows_used_and_no_others():
    frame = in_dollars(amounts(), Dollars(2024), deflators())
    assert frame["rows"].iloc[0] == ("deflators/gdp_deflator_fy/2008", "deflators/gdp_deflator_fy/2024", "funding/a")
    assert frame["sources"].iloc[0] == ("bea", "plan")


def test_nominal_amounts_stay_as_they_are():
    assert in_dollars(amounts(), NOMINAL, deflators()).equals(amounts())
    assert not is_constant(amounts())


def test_a_year_without_index_is_named():
    with pytest.raises(DollarsError, match="no value for 2013;"):
        in_dollars(amounts().assign(fiscal_year=[2012, 2013]), Dollars(2024), deflators())


def test_amounts_are_not_lifted_twice_even_after_a_sum():
    once = in_dollars(amounts(), Dollars(2024), deflators())
    added = aggregate(once.assign(year=2008), ["year"], "amount_usd")
    assert is_constant(added)
    with pytest.raises(DollarsError, match="constant dollars already"):
        in_dollars(added, Dollars(2024), deflators(), year="year")


def test_the_names_tell_price_level_and_year_in_both_languages():
    assert str(Dollars(2024)) == "constant FY2024 dollars"
    assert str(NOMINAL) == "nominal dollars"


def test_the_first_appropriation_in_dollars_of_the_newest_year():
    package = load()
    index = package.deflators.query("deflator_id == 'gdp_deflator_fy'").set_index("year")["index_value"]
    by_account = funding.appropriations_by_account(package.funding, package.accounts)
    frame = in_dollars(by_account, dollars_of("constant", package.deflators), package.deflators)
    first = frame[frame["fiscal_year"] == 2008]["amount_usd"].sum()
    assert first == pytest.approx(60e6 * index[index.index.max()] / index[2008])
    assert first > 60e6


def test_the_price_level_names_its_row_and_nominal_dollars_have_none():
    level = price_level(Dollars(2024), deflators())
    assert level[["fiscal_year", "index_value"]].iloc[0].tolist() == [2024, 120.0]
    assert level["rows"].iloc[0] == ("deflators/gdp_deflator_fy/2024",)
    with pytest.raises(DollarsError, match="nominal"):
        price_level(NOMINAL, deflators())
