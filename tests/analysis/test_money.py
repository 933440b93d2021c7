"""Money from the real data against the CSV by another route, and the traps on small frames."""

import pandas as pd
import pytest

from carsi_analysis.analysis import conflicts, country_money, funding, obligations
from carsi_analysis.analysis.names import Names
from carsi_analysis.analysis.study import Study
from carsi_analysis.data import load
from carsi_analysis.dates import as_spans


def package():
    return load()


@pytest.fixture(scope="module")
def by_account() -> pd.DataFrame:
    return funding.appropriations_by_account(package().funding, package().accounts)


@pytest.fixture(scope="module")
def booked() -> pd.DataFrame:
    return Study(package(), 2001, 2020).booked


def test_shares_of_every_period_add_to_one(by_account):
    shares = funding.shares_by_account(by_account)
    assert shares.groupby("period")["share"].sum().tolist() == pytest.approx(
        [1.0] * (by_account["fiscal_year"].nunique() + 1)
    )
    whole = shares[(shares["period"] == "all") & (shares["account_id"] == "incle")]["share"].iloc[0]
    plan = package().funding.set_index("funding_id")["amount_usd"].filter(regex=r"^fy\d{4}-\w+-spend-plan$")
    assert whole == pytest.approx(plan.filter(like="-incle-").sum() / plan.filter(like="-total-").sum())
    assert shares["period"].iloc[-1] == "all"


def test_paid_is_set_against_the_same_years_only(by_account):
    paid = funding.paid_by_account(package().funding, package().accounts, by_account, package().measures)
    incle = paid[paid["account_id"] == "incle"].iloc[0]
    assert incle["appropriated_usd"] == (24.8 + 70 + 65 + 71.508) * 1e6
    assert incle["paid_usd"] == 44.4e6
    assert "funding/fy2012-incle-spend-plan" not in incle["rows"]
    assert paid.set_index("account_id").loc["fmf", "measure_id"] == "committed"


def test_a_part_never_stands_beside_its_whole():
    figures = funding.figures_of_years(package().funding, Names.of(package()), 2008, 2023)
    plan = figures[(figures["source_label_en"].str.startswith("State Department spend plan"))]
    assert set(plan["account_id"]) == {"total"}
    assert not figures["relation"].isin(["outside", "carsi_part"]).any()
    assert 222_000_000 in figures["amount_usd"].tolist(), "an account that has no whole is shown"


def test_figures_of_other_years_stay_out():
    figures = funding.figures_of_years(package().funding, Names.of(package()), 2014, 2014)
    assert set(figures["fiscal_year"]) == {2014}


def test_the_gao_counts_carsi_and_the_money_outside_it_at_one_time():
    both = funding.carsi_and_supporting(package().funding, package().related_funding, package().scopes)
    assert both["amount_usd"].tolist() == [495_000_000, 708_000_000]
    assert both["sources"].nunique() == 1


def test_stages_are_whole_seen_and_carsi_alone():
    stages = funding.stages_printed(package().funding, Names.of(package()))
    assert set(stages["account_id"]) == {"total"}
    assert set(stages["basis"]) == {"seen"}
    assert stages["measure_id"].iloc[0] == "requested"


def test_obligations_keep_every_dollar(booked):
    raw = package().official_obligations
    agency = obligations.by_country_and_agency(booked)
    assert agency["amount_usd"].sum() == raw["amount_usd"].sum()
    state = raw[
        (raw["country_iso3"] == "GTM") & (raw["agency"] == "Department of State") & (raw["fiscal_year"] == 2010)
    ]
    own = agency.query("country_iso3 == 'GTM' and agency_id == 'state' and fiscal_year == 2010")
    assert own["amount_usd"].iloc[0] == state["amount_usd"].sum()
    assert own["rows"].iloc[0] == tuple(sorted(state["row_id"]))


def test_the_regional_line_is_the_sum_that_the_package_states(booked):
    line = obligations.regional_incle(booked)
    stated = package().funding.set_index("funding_id").loc["fy2008-2016-incle-regional-obligated", "amount_usd"]
    assert line[line["fiscal_year"].between(2008, 2016)]["amount_usd"].sum() == stated


def test_dollars_a_head_divide_by_the_residents_of_all_years(booked):
    rows = obligations.by_country(booked, package().population).set_index("country_iso3")
    people = package().population.query("country_iso3 == 'BLZ' and 2001 <= year <= 2020")["persons"].sum()
    raw = package().official_obligations.query("country_iso3 == 'BLZ'")["amount_usd"].sum()
    assert rows.loc["BLZ", "per_head_usd"] == pytest.approx(raw / people)
    assert pd.isna(rows.loc["CAR", "per_head_usd"])
    assert any(row.startswith("population/BLZ/") for row in rows.loc["BLZ", "rows"])
    assert not any(row.startswith("population/") for row in rows.loc["CAR", "rows"])


def test_a_missing_year_of_population_gives_no_figure_a_head(booked):
    population = package().population
    fewer = population[~((population["country_iso3"] == "BLZ") & (population["year"] == 2010))]
    rows = obligations.by_country(booked, fewer).set_index("country_iso3")
    assert pd.isna(rows.loc["BLZ", "per_head_usd"])
    assert rows.loc["HND", "per_head_usd"] > 0


def test_periods_cover_what_they_name(booked):
    periods = obligations.by_country_and_period(booked, [(2008, 2012)])
    agency = Study(package(), 2008, 2012).booked
    assert periods["amount_usd"].sum() == agency["amount_usd"].sum()


def test_only_the_latest_edition_of_the_totals_is_taken():
    totals = obligations.totals(package().official_totals, package().countries, "obligated", 2001, 2025)
    assert set(totals["edition"]) == {package().official_totals["edition"].max()}
    assert not totals.duplicated(["fiscal_year", "country_iso3"]).any()
    assert set(totals.loc[totals["partial_year"], "fiscal_year"]) == {2024, 2025}


def test_disbursements_by_country_count_nothing_twice():
    split = country_money.disbursed_by_country(package().funding_by_country, package().countries, package().accounts)
    assert not split.duplicated(["country_iso3", "account_id"]).any()
    esf = split[split["account_id"] == "esf_state"]["amount_usd"].sum()
    printed = package().funding.set_index("funding_id").loc["fy2008-2011-esf-state-disbursed", "amount_usd"]
    assert esf == printed
    undivided = country_money.disbursed_undivided(package().funding, package().accounts)
    assert undivided["amount_usd"].tolist() == [3_970_000]


def test_allocated_money_is_what_is_paid_bound_and_free():
    stages = country_money.stages_by_year(package().funding_by_country, package().measures, package().countries, "PAN")
    wide = stages.pivot(index="fiscal_year", columns="measure_id", values="amount_usd")
    assert (wide["disbursed"] + wide["unliquidated"] + wide["unobligated"] == wide["allocated"]).all()
    other = country_money.stages_by_year(package().funding_by_country, package().measures, package().countries, "HND")
    assert other.empty


def test_stated_amounts_hold_the_audits_totals_once_and_put_carsi_first():
    stated = country_money.amounts_stated(package().funding_by_country, Names.of(package()), package().countries, "PAN")
    audited = stated[stated["sources"] == ("gao-13-295r-pages",)]
    assert audited["amount_usd"].tolist() == [36_000, 734_000]
    assert not audited.duplicated("account_id").any()
    carsi = stated["relation"].isin(["carsi_only", "carsi_part", "contains_carsi"])
    assert carsi.is_monotonic_decreasing
    assert set(stated["country_iso3"]) == {"PAN"}


def test_conflicts_show_every_amount_and_mark_one_at_most():
    values = conflicts.values_in_conflict(
        package().conflicts, package().funding, package().funding_by_country, Names.of(package())
    )
    assert (values.groupby("conflict_id")["preferred"].sum() <= 1).all()
    editorial = values[values["conflict_id"] == "amount-165m"]
    assert set(editorial["account_id"]) == {"total"}
    assert editorial.loc[editorial["preferred"], "amount_usd"].tolist() == [165_000_000]
    assert (values.groupby("conflict_id").size() > 1).all()
    assert values["state"].iloc[0] == "open"


def test_questions_about_one_country_or_wider_lines_are_not_about_the_initiative():
    values = conflicts.values_in_conflict(
        package().conflicts, package().funding, package().funding_by_country, Names.of(package())
    )
    kept = set(conflicts.on_the_initiative(values)["conflict_id"])
    assert {"belize-cumulative", "costa-rica-2010", "fy2016-senate-bill", "fy2017-request"} & kept == set()
    assert {"fy2010-total", "fy2016-total", "amount-165m", "inl-cumulative"} <= kept


def test_the_split_by_country_adds_up_to_the_two_printed_totals():
    split = country_money.disbursed_by_country(package().funding_by_country, package().countries, package().accounts)
    added = country_money.total_split(split)
    printed = 7_240_000 + 866_000
    assert added["amount_usd"].tolist() == pytest.approx([printed], abs=2_000), "the source warns of rounding"
    assert len(added["rows"].iloc[0]) == len(split)


def test_what_is_known_tells_a_year_from_a_span_a_part_and_nothing():
    known = Study(package(), 2008, 2023).known
    held = known.set_index(["measure_id", "detail", "fiscal_year"])["held"]
    assert held["appropriated", "account", 2012] == "year"
    assert held["disbursed", "account", 2010] == "span"
    assert held["disbursed", "country", 2010] == "part"
    last = Study(package()).by_account["fiscal_year"].max()
    assert held["appropriated", "account", last] == "year"
    assert held["appropriated", "account", last + 1] == "none"
    assert (known["rows"].str.len() > 0).equals(known["held"] != "none")


def test_years_become_spans():
    assert as_spans([2016, 2013, 2015]) == [(2013, 2013), (2015, 2016)]
    assert as_spans([]) == []


def test_the_plan_by_objective_leaves_the_sum_out_and_adds_to_it():
    plan = funding.planned_by_objective(package().funding_by_objective)
    assert plan["amount_usd"].sum() == 135_000_000
    assert plan["share"].sum() == pytest.approx(1.0)
    assert plan["amount_usd"].iloc[0] == 48_750_000


def test_sectors_are_of_one_recipient_and_stage():
    sectors = funding.sectors_of(package().funding_by_objective, "CAR", "obligated")
    assert all("-car-" in row[0] and row[0].endswith("-obligated") for row in sectors["rows"])
    assert sectors["amount_usd"].is_monotonic_decreasing


def test_a_country_in_which_nothing_was_paid_is_not_counted():
    split = country_money.disbursed_by_country(package().funding_by_country, package().countries, package().accounts)
    assert country_money.countries_paid(split)["countries"].iloc[0] == 7
    unpaid = split.assign(amount_usd=split["amount_usd"].where(split["country_iso3"] != "NIC", 0))
    assert country_money.countries_paid(unpaid)["countries"].iloc[0] == 6


def test_laws_are_numbered_by_their_statements_title_or_by_the_name_of_their_act():
    parts = pd.DataFrame(
        {
            "place_en": ["Honduras", "Costa Rica", "Costa Rica", None, "Honduras"],
            "start_fiscal_year": [2022, 2024, 2026, 2017, 2023],
            "sources": [("said-2022",), ("said-2024",), ("said-2026",), ("said-2017",), ("said-2023",)],
            "rows": [(f"funding/{year}",) for year in (2022, 2024, 2026, 2017, 2023)],
        }
    )
    titles = {
        "said-2017": "Explanatory statement to the Appropriations Act, 2017 (1 Cong. Rec. 1)",
        "said-2022": "Explanatory statement to the Appropriations Act, 2022 (2 Cong. Rec. 2)",
        "said-2023": "Explanatory statement to the Appropriations Act, 2023 (3 Cong. Rec. 3)",
        "said-2024": "Explanatory statement to the Further Appropriations Act, 2024 (4 Cong. Rec. 4)",
        "said-2026": "Explanatory statement on the FY2026 appropriations, given force by Public Law 119-75",
        "law-2017": "Public Law 115-31, Appropriations Act, 2017",
        "law-2022": "Public Law 117-103 (H.R. 2471), Appropriations Act, 2022",
        "law-2024": "Public Law 118-42, Appropriations Act, 2024",
        "law-2024-further": "Public Law 118-47 (H.R. 2882), Further Appropriations Act, 2024",
    }
    sources = pd.DataFrame({"source_id": list(titles), "title": list(titles.values())})
    laws = country_money.laws_of(parts, sources)
    assert laws["label_en"].tolist() == ["117-103", "118-47", "119-75"], "2017 is for no country, 2023 has no number"
    assert laws["sources"].tolist() == [("law-2022",), ("law-2024-further",), ("said-2026",)]
    assert laws["rows"].tolist() == [("funding/2022",), ("funding/2024",), ("funding/2026",)]
