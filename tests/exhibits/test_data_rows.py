"""What facts and marks lead to on a page: data rows, by the place in the source that states them."""

import pytest

from carsi_analysis.data import load
from carsi_analysis.exhibits.data_rows import data_rows, few_places, place_in
from carsi_analysis.exhibits.locale import Locale

EN, ES = Locale("en"), Locale("es")
RATE = "observations/hom_rate_unodc/HND/2011/main"


def below(start: str) -> list[str]:
    table = start.partition("/")[0]
    ids = load().table(table)["row_id"]
    return ids[ids.str.startswith(f"{start}/")].tolist()


@pytest.mark.parametrize("locale", [EN, ES])
def test_a_row_says_its_source_place_value_and_note(locale):
    (rows,) = data_rows(load(), [RATE, RATE], [], locale)
    stated = load().row(RATE)
    assert (rows.name, rows.rows, rows.source_id, rows.locator) == (
        RATE,
        [RATE],
        stated["source_id"],
        place_in(stated["locator"], locale),
    )
    assert rows.source == load().source(rows.source_id).short_label(locale.language)
    assert rows.value == locale.number(stated["value"], 4)


def test_money_says_its_unit():
    held = load().funding
    amount = held[held["qualifier"].isna()].iloc[0]
    (rows,) = data_rows(load(), [amount["row_id"]], [], ES)
    assert rows.value == f"{ES.number(amount['amount_usd'])} USD, nominales"


def test_all_rows_of_a_place_are_named_by_their_start_and_some_of_them_one_by_one():
    start = "official_obligations/2011/HND"
    whole = below(start)
    assert len(whole) > 3
    (rows,) = data_rows(load(), whole, [], EN)
    assert (rows.name, rows.rows, rows.value) == (f"{start}/… ({len(whole)} rows)", whole, "")
    (some,) = data_rows(load(), whole[1:], [], EN)
    assert some.name == "; ".join(whole[1:])


def test_rows_follow_the_list_of_references_and_places_stay_apart():
    other = "observations/hom_rate_unodc_2026/HND/2024/main"
    sources = [load().row(row)["source_id"] for row in (other, RATE)]
    listed = data_rows(load(), [RATE, other, RATE.replace("2011", "2012")], sources, EN)
    assert [rows.rows[0] for rows in listed] == [other, RATE, RATE.replace("2011", "2012")]


def test_a_reservation_of_the_source_stands_before_its_amount():
    held = load().funding
    row = held[held["qualifier"] == "at_least"].iloc[0]
    (rows,) = data_rows(load(), [row["row_id"]], [], EN)
    assert rows.value == f"at least {EN.number(row['amount_usd'])} USD, nominal"


def test_a_source_is_known_by_its_few_places_and_by_what_many_share():
    data = load()
    funding = data.funding
    named = few_places(data, ["funding/fy2017-total-statement", "funding/fy2017-esf-statement"] * 2)
    esf = funding.set_index("row_id")["locator"]["funding/fy2017-esf-statement"]
    assert named == {"crec-2017-05-03": [esf]}, "the sum of the two rows is a place of nobody's"
    both = few_places(data, ["funding/fy2017-esf-statement", "funding/fy2017-incle-statement"])
    assert both == {"crec-2017-05-03": [esf, "row INCLE/CARSI"]}
    plan = funding[(funding["source_id"] == "state-spend-plan-2012") & (funding["basis"] == "seen")]
    (shared,) = few_places(data, plan["row_id"])["state-spend-plan-2012"]
    assert plan["locator"].nunique() > 2 and plan["locator"].str.startswith(shared).all() and "FY20" not in shared
    rates = data.observations[data.observations["indicator_id"] == "hom_rate_unodc"]
    assert not few_places(data, rates["row_id"].head(1)), "in a data file a value is found by its country and year"


def test_a_judged_link_names_no_place_of_its_source():
    links = load().links
    judged = links[links["locator"].str.startswith("not stated")]
    assert not judged.empty and few_places(load(), judged["row_id"]) == {}


@pytest.mark.parametrize(
    ("locator", "spanish"),
    [
        ("paras 3, 4", "párrs. 3, 4"),
        ("header and para 3", "encabezado y párr. 3"),
        ("bullet list (second copy)", "lista de viñetas (segunda copia)"),
        (
            "Sec. 7045, table of the Strategy ($ thousands), row ESF/CARSI",
            "Sec. 7045, cuadro de la Estrategia ($ miles), fila ESF/CARSI",
        ),
        ("What GAO Found, para 1", "What GAO Found, párr. 1"),
        ("throwaway, paraphrase, tabletop", "throwaway, paraphrase, tabletop"),
    ],
)
def test_spanish_writes_the_usual_words_of_places_and_leaves_names(locator, spanish):
    assert place_in(locator, Locale("es")) == spanish
    assert place_in(locator, Locale("en")) == locator
