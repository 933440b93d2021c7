"""Text and numbers of strangers."""

import pytest

from carsi_analysis.importing.text import column_name, date_in, number, plain, rounded, year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.50", "12.5"),
        ("1e3", "1000"),
        ("1.2E-2", "0.012"),
        ("-0.0", "0"),
        ("+7", "7"),
        ("100", "100"),
        ("0.0426851892471313", "0.0426851892471313"),
        ("..", None),
        ("", None),
        ("NULL", None),
        ("n/a", None),
        ("–", None),
    ],
)
def test_numbers_are_written_in_one_way_and_missing_ones_are_told_apart(text, expected):
    assert number(text) == expected


@pytest.mark.parametrize("text", ["1,234", "12,5", "<5", "12 %", "=1+1", "0x1f", "1_000", "٣", "1e9999", "12.", "nan1"])
def test_what_is_no_number_is_not_guessed_at(text):
    with pytest.raises(ValueError):
        number(text)


@pytest.mark.parametrize("text", ["1e40", "-1000000000000000000", "1e-40", "0." + "1" * 31, "1" * 5000])
def test_what_is_too_long_is_no_figure(text):
    with pytest.raises(ValueError, match="too large or too long to be a figure"):
        number(text)


def test_signs_that_could_act_stay_as_text_and_invisible_ones_go():
    assert plain('=HYPERLINK("http://x")  <b>Ñandú\n\x1b[31m\u202e') == '=HYPERLINK("http://x") <b>Ñandú [31m'


def test_column_names_are_compared_in_one_spelling():
    assert {column_name(each) for each in ("Country Code", "country_code", " COUNTRY  CODE ")} == {"country_code"}
    assert column_name("CC.EST") == "cc_est"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023", 2023),
        ("2023.0", 2023),
        ("2023-07-01", 2023),
        ("1976tq", None),
        ("1976.9", None),
        ("FY2023", None),
        ("", None),
    ],
)
def test_a_year_is_a_year_or_nothing(text, expected):
    assert year(text) == expected


def test_rounding_is_half_to_even_and_drops_zeros():
    assert [rounded("2.345", 2), rounded("2.355", 2), rounded("2.5000001", 3)] == ["2.34", "2.36", "2.5"]
    assert rounded("123456789012345678.5", 16) == "123456789012345678.5"


def test_dates_are_found_in_names_and_impossible_ones_are_not():
    assert date_in("wdi_2025-10-07.csv") == "2025-10-07"
    assert date_in("edition 2024-12") == "2024-12"
    assert date_in("2024-19 and 12024-12") == ""
    assert [date_in("released 2026-02-31"), date_in("2026-02-45"), date_in("2024-00")] == ["", "", ""]
    assert date_in("the years 1990-95, as of 2025-10-07") == "2025-10-07"
