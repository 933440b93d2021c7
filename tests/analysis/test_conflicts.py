from carsi_analysis.analysis.conflicts import amounts_in_conflict, disputed_spans
from carsi_analysis.data import load


def test_only_amounts_of_the_same_years_are_compared():
    package = load()
    found = amounts_in_conflict(package.conflicts, package.funding).set_index("conflict_id")
    row = found.loc["fy2010-total"]
    printed = package.funding.query("conflict_id == 'fy2010-total' and account_id == 'total'")
    single_year = printed[(printed["start_fiscal_year"] == 2010) & (printed["end_fiscal_year"] == 2010)]["amount_usd"]
    assert (row["lowest_usd"], row["highest_usd"]) == (single_year.min(), single_year.max())
    assert row["highest_usd"] < printed["amount_usd"].max()
    used = package.conflicts.set_index("conflict_id").loc["fy2010-total", "preferred_row"]
    assert row["used_usd"] == package.row(f"funding/{used}")["amount_usd"]


def test_equal_amounts_are_a_confirmation_and_no_conflict():
    package = load()
    found = amounts_in_conflict(package.conflicts, package.funding)
    assert {"amount-165m", "fy2008-2012-total"} & set(found["conflict_id"]) == set()
    assert "fy2010-total" in set(found["conflict_id"])
    assert (found["lowest_usd"] < found["highest_usd"] * 0.99).all()


def test_open_questions_come_first():
    package = load()
    found = amounts_in_conflict(package.conflicts, package.funding)
    states = found["state"].tolist()
    assert states == sorted(states, key=["open", "explained", "confirmed"].index)


def test_only_open_conflicts_of_several_years_dispute_a_path():
    package = load()
    spans = disputed_spans(package.conflicts, package.conflict_series, "hom_rate_unodc").set_index("country_iso3")
    assert spans.loc["PAN"].tolist() == [2006, 2011]
    assert "HND" not in spans.index, "explained"
    closed = package.conflicts.assign(state="explained")
    assert disputed_spans(closed, package.conflict_series, "hom_rate_unodc").empty
    assert disputed_spans(package.conflicts, package.conflict_series, "hom_rate_unodc_2026").empty, "single years"
