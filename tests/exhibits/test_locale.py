import pytest

from carsi_analysis.exhibits.locale import Locale

EN, ES = Locale("en"), Locale("es")


@pytest.mark.parametrize(
    ("amount_usd", "english", "spanish"),
    [
        (165_000_000, "$165 million", "165 millones de dólares"),
        (101_508_000, "$101.5 million", "101.5 millones de dólares"),
        (1_000_000, "$1 million", "1 millón de dólares"),
        (1_203_000_000, "$1.2 billion", "1,203 millones de dólares"),
        (750_000, "$750,000", "750,000 dólares"),
        (-12_000_000, "−$12 million", "−12 millones de dólares"),
        (999_999, "$999,999", "999,999 dólares"),
    ],
)
def test_money_reads_as_people_of_each_language_write_it(amount_usd, english, spanish):
    assert EN.money(amount_usd).replace("\u00a0", " ") == english
    assert ES.money(amount_usd).replace("\u00a0", " ") == spanish


def test_latin_american_spanish_keeps_the_decimal_point():
    assert ES.fixed(107.6, 1) == "107.6"
    assert ES.number(1234567) == "1,234,567"


def test_a_tiny_negative_is_not_minus_zero():
    assert EN.number(-0.04, 1) == "0"


def test_percent_takes_a_space_in_spanish_only():
    assert (EN.percent(0.278), ES.percent(0.278)) == ("28%", "28\u00a0%")


def test_spanish_and_turns_into_e_before_an_i_sound():
    assert ES.items(["Panamá", "Inglaterra"]) == "Panamá e Inglaterra"
    assert ES.items(["Belice", "Honduras"]) == "Belice y Honduras"


def test_fiscal_years_are_marked_as_such():
    assert (EN.fiscal_years(2008, 2012), ES.fiscal_years(2008, 2008)) == ("FY2008–FY2012", "AF2008")


def test_dates_in_full():
    assert ES.partial_date("2013-06-01") == "1 de junio de 2013"


def test_a_short_span_names_its_century_once_and_only_within_one():
    assert EN.short_years(2000, 2023) == "2000–23"
    assert EN.short_years(2001, 2005) == "2001–05"
    assert EN.short_years(1998, 2005) == "1998–2005"
    assert EN.short_years(2010, 2010) == "2010"
