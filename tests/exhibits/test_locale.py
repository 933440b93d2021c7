import numpy
import pytest
from babel.numbers import format_decimal

from carsi_analysis.exhibits.locale import ExhibitWords, Locale, how_many
from carsi_analysis.words import Words, WordsError

EN, ES = Locale("en"), Locale("es")


@pytest.mark.parametrize(
    ("amount_usd", "english", "spanish"),
    [
        (165_000_000, "$165 million", "165 millones de dólares"),
        (101_508_000, "$101.5 million", "101.5 millones de dólares"),
        (1_000_000, "$1 million", "1 millón de dólares"),
        (1_203_000_000, "$1.203 billion", "1,203 millones de dólares"),
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


@pytest.mark.parametrize("locale", [EN, ES])
@pytest.mark.parametrize("digits", range(5))
def test_numbers_are_written_as_babel_writes_them(locale, digits):
    ends = (0, -0.0, 0.5, 2.5, -0.04, 0.1 + 0.2, 999.95, 1000, 2024, 1e15, 845_901_554_214.779, numpy.float64(1.005))
    for value in (*ends, *(sign * 7**power / 10**4 for power in range(1, 17) for sign in (1, -1))):
        for write, mark in ((locale.number, "#"), (locale.fixed, "0")):
            pattern = "#,##0" + ("." + mark * digits) * bool(digits)
            judged = format_decimal(round(value, digits) + 0.0, format=pattern, locale=locale.babel)
            assert write(value, digits) == judged.replace("-", "−")


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


OWN = {
    "title": {"rose": "Up by {change}", "fell": "Down by {change}"},
    "measure": "Rate",
    "notes": {"gap": "No value of {year}."},
    "columns": {"value": "Rate"},
    "units": {"value": "per 100,000"},
}


@pytest.fixture
def say():
    return ExhibitWords(EN, "rate-of-belize", Words("en", "exhibit.rate", OWN))


def test_an_exhibit_takes_the_variants_that_the_data_ask_for(say):
    head = say.head({"title": "fell", "notes": ["gap", "main_source"]}, change="3", year=2001)
    assert (head["exhibit_id"], head["title"], head["measure"]) == ("rate-of-belize", "Down by 3", "Rate")
    assert head["notes"] == ("No value of 2001.", EN.words("notes.main_source")), "its own note, then a shared one"
    assert "alt" not in head


@pytest.mark.parametrize(
    ("variant", "facts", "told"),
    [
        ({"title": "stayed"}, {}, r"words/en\.toml has no text exhibit\.rate\.title\.stayed"),
        ({"title": "rose", "notes": ["nothing"]}, {"change": 1}, r"no text exhibit\.rate\.notes\.nothing"),
        ({"title": "rose"}, {}, r"words/en\.toml, exhibit\.rate\.title\.rose: the text names \{change\}"),
    ],
)
def test_an_unknown_variant_or_fact_is_refused_with_file_and_key(say, variant, facts, told):
    with pytest.raises(WordsError, match=told):
        say.head({"notes": [], **variant}, **facts)


def test_a_column_has_its_own_title_and_unit_else_the_title_that_exhibits_share(say):
    value, year, country = say.columns(("value", 1), "year", say.named("country"))
    assert (value.title, value.unit, value.digits) == ("Rate", "per 100,000", 1)
    assert (year.title, year.unit, year.digits) == ("Year", "year", None)
    assert (country.name, country.title) == ("country_en", "Country")
    with pytest.raises(WordsError, match=r"words/en\.toml has no text exhibit\.rate\.columns\.nothing"):
        say.column("nothing")


def test_a_value_that_a_scale_has_no_word_for_is_refused():
    assert ES.scale("direction", ["context", "higher_is_worse"]) == ["contexto", "más es peor"]
    with pytest.raises(WordsError, match=r"words/es\.toml has no text scale\.direction\.sideways"):
        ES.scale("direction", ["sideways"])


def test_a_change_above_zero_has_a_plus_and_no_other():
    assert [EN.signed(EN.fixed(value, 1)) for value in (2.04, -2.04, 0.04, -0.04)] == ["+2.0", "−2.0", "0.0", "0.0"]


def test_dates_are_as_certain_as_they_are_known():
    assert EN.known_date("2008-07-04", "about") == "about July 4, 2008"
    assert (ES.known_date("2008-07-04", "week"), ES.known_date("2008-07", "about")) == (
        "hacia el 4 de julio de 2008",
        "hacia julio de 2008",
    )
    assert ES.known_date("2010-01-01", "fiscal_year") == "AF2010"
    assert EN.known_date("2014-10", "month") == "October 2014"


def test_counts_choose_among_none_one_and_many():
    assert [how_many(count) for count in (0, 1, 2, 12)] == ["none", "one", "many", "many"]
