import pandas as pd
import pytest

from carsi_analysis.analysis.provenance import aggregate, rows_of, sources_of, with_provenance


@pytest.fixture
def amounts() -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "fiscal_year": [2008, 2008, 2009],
            "amount_usd": [25, 35, 105],
            "source_id": ["plan", "letter", "plan"],
            "row_id": ["funding/a", "funding/b", "funding/c"],
        }
    )
    return with_provenance(table)


def test_a_sum_rests_on_every_row_and_source_of_its_group(amounts):
    totals = aggregate(amounts, ["fiscal_year"], "amount_usd")
    assert totals["amount_usd"].tolist() == [60, 105]
    assert totals["sources"].tolist() == [("letter", "plan"), ("plan",)]
    assert totals["rows"].tolist() == [("funding/a", "funding/b"), ("funding/c",)]


def test_a_filter_keeps_only_the_sources_of_what_is_left(amounts):
    left = amounts[amounts["fiscal_year"] == 2009]
    assert sources_of(left) == ("plan",)
    assert rows_of(left) == ("funding/c",)


def test_a_gap_is_not_summed_over(amounts):
    amounts["amount_usd"] = amounts["amount_usd"].astype("Float64")
    amounts.loc[1, "amount_usd"] = pd.NA
    with pytest.raises(ValueError, match=r"amount_usd is missing in funding/b"):
        aggregate(amounts, ["fiscal_year"], "amount_usd")


def test_a_table_without_sources_is_refused():
    with pytest.raises(KeyError):
        with_provenance(pd.DataFrame({"amount_usd": [1], "row_id": ["funding/a"]}))
