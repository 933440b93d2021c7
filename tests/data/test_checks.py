"""Broken packages, each with the whole message that the person who broke it should read."""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from carsi_analysis.data import check, load
from carsi_analysis.data.dictionary import dictionary

Edit = Callable[[str, str, str], None]
PARTIAL_DATES = "[12][0-9]{3}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?"


def messages(package: Path) -> list[str]:
    return [problem.message for problem in check(package)]


def test_sound_package_has_no_problem(package: Path) -> None:
    assert messages(package) == []


# One cell changed: file, old text, new text, the only message

CELLS = {
    "thousands separators": (
        "ledger.csv",
        "31500000",
        '"31,500,000"',
        "ledger.csv, line 3, column amount_usd: '31,500,000' is not an integer; "
        "expected digits only, such as 31500000 (row cites ledger-2012)",
    ),
    "thousands separators of Spain": (
        "ledger.csv",
        "31500000",
        "31.500.000",
        "ledger.csv, line 3, column amount_usd: '31.500.000' is not an integer; "
        "expected digits only, such as 31500000 (row cites ledger-2012)",
    ),
    "dollar sign": (
        "ledger.csv",
        "31500000",
        "$31500000",
        "ledger.csv, line 3, column amount_usd: '$31500000' is not an integer; "
        "expected digits only, such as 31500000 (row cites ledger-2012)",
    ),
    "decimals of a whole number": (
        "ledger.csv",
        "31500000",
        "31500000.0",
        "ledger.csv, line 3, column amount_usd: '31500000.0' is not an integer; "
        "expected digits only, such as 31500000 (row cites ledger-2012)",
    ),
    "digits of another script": (
        "ledger.csv",
        "31500000",
        "٣١",
        "ledger.csv, line 3, column amount_usd: '٣١' is not an integer; expected digits only, "
        "or an empty cell where the figure is not known (row cites ledger-2012)",
    ),
    "integer beyond 64 bits": (
        "ledger.csv",
        "31500000",
        "9223372036854775808",
        "ledger.csv, line 3, column amount_usd: '9223372036854775808' is too large; "
        "expected an integer of 64 bits (row cites ledger-2012)",
    ),
    "text in a number": (
        "observations.csv",
        "40.7",
        "n/a",
        "observations.csv, line 3, column value: 'n/a' is not a number; expected digits and at most one "
        "decimal point, or an empty cell where the figure is not known (row cites ledger-2012)",
    ),
    "decimal comma": (
        "observations.csv",
        "40.7",
        '"40,7"',
        "observations.csv, line 3, column value: '40,7' is not a number; expected digits and at most one "
        "decimal point, such as 40.7 (row cites ledger-2012)",
    ),
    "number with zeros in front": (
        "observations.csv",
        "40.7",
        "-040.7",
        "observations.csv, line 3, column value: '-040.7' has zeros in front; "
        "expected the number without them, -40.7 (row cites ledger-2012)",
    ),
    "integer with zeros in front": (
        "ledger.csv",
        "31500000",
        "042",
        "ledger.csv, line 3, column amount_usd: '042' has zeros in front; "
        "expected the number without them, 42 (row cites ledger-2012)",
    ),
    "not a number": (
        "observations.csv",
        "40.7",
        "NaN",
        "observations.csv, line 3, column value: 'NaN' is not a finite number; expected a number, "
        "or an empty cell where the figure is not known (row cites ledger-2012)",
    ),
    "infinity": (
        "observations.csv",
        "40.7",
        "-inf",
        "observations.csv, line 3, column value: '-inf' is not a finite number; expected a number, "
        "or an empty cell where the figure is not known (row cites ledger-2012)",
    ),
    "number that overflows": (
        "observations.csv",
        "40.7",
        "1e400",
        "observations.csv, line 3, column value: '1e400' is not finite; "
        "expected a number that a computer can hold (row cites ledger-2012)",
    ),
    "number with an exponent of millions": (
        "observations.csv",
        "40.7",
        "1e-9999999",
        "observations.csv, line 3, column value: '1e-9999999' is not a number; expected digits and at most one "
        "decimal point, or an empty cell where the figure is not known (row cites ledger-2012)",
    ),
    "integer of thousands of digits": (
        "ledger.csv",
        "31500000",
        "9" * 5_000,
        f"ledger.csv, line 3, column amount_usd: '{'9' * 80}…' is too large; "
        "expected an integer of 64 bits (row cites ledger-2012)",
    ),
    "number of thousands of digits": (
        "observations.csv",
        "40.7",
        "0." + "1" * 5_000,
        f"observations.csv, line 3, column value: '0.{'1' * 78}…' is too long; "
        "expected a number of at most 100 characters (row cites ledger-2012)",
    ),
    "cell of thousands of words": (
        "caveats.csv",
        "El método",
        "El método" * 20_000,
        "caveats.csv, line 3: the line has 180,055 characters; expected at most 131,072; line feeds may have been lost",
    ),
    "negative amount": (
        "observations.csv",
        "40.7",
        "-40.7",
        "observations.csv, line 3, column value: '-40.7' is negative; expected at least 0 (row cites ledger-2012)",
    ),
    "amount below its minimum": (
        "ledger.csv",
        "allocated,-5,",
        "allocated,-1001,",
        "ledger.csv, line 2, column amount_usd: '-1001' is too small; expected at least -1000 (row cites año-2009)",
    ),
    "year out of range": (
        "ledger.csv",
        "sum-2012,2012",
        "sum-2012,2102",
        "ledger.csv, line 3, column fiscal_year: '2102' is too large; expected at most 2020 (row cites ledger-2012)",
    ),
    "two-digit year": (
        "ledger.csv",
        "sum-2012,2012",
        "sum-2012,12",
        "ledger.csv, line 3, column fiscal_year: '12' is not a year; expected four digits, such as 2012 "
        "(row cites ledger-2012)",
    ),
    "day that does not exist": (
        "ledger.csv",
        "2012-02-29",
        "2011-02-29",
        "ledger.csv, line 3, column as_of: '2011-02-29' is not a date; "
        "expected a day of the calendar as YYYY-MM-DD (row cites ledger-2012)",
    ),
    "American date": (
        "ledger.csv",
        "2012-02-29",
        "02/29/2012",
        "ledger.csv, line 3, column as_of: '02/29/2012' is not a date; "
        "expected a day of the calendar as YYYY-MM-DD (row cites ledger-2012)",
    ),
    "truth in capitals": (
        "ledger.csv",
        "2012-02-29,true",
        "2012-02-29,TRUE",
        "ledger.csv, line 3, column audited: 'TRUE' is neither true nor false; expected true or false "
        "(row cites ledger-2012)",
    ),
    "near miss of an allowed value": (
        "ledger.csv",
        "CRI,allocated",
        "CRI,Alocated",
        "ledger.csv, line 3, column status: 'Alocated' is not allowed; "
        "expected one of planned, allocated, obligated, perhaps 'allocated' (row cites ledger-2012)",
    ),
    "pattern": (
        "countries.csv",
        "USA,United",
        "Usa,United",
        "countries.csv, line 4, column country_iso3: 'Usa' does not fit its pattern; expected a text like [A-Z]{3}",
    ),
    "empty required cell": (
        "ledger.csv",
        "2012,CRI,allocated,31500000",
        "2012,CRI,allocated,",
        "ledger.csv, line 3, column amount_usd: '' is empty; expected a value of type integer: "
        "the column is required (row cites ledger-2012)",
    ),
    "unknown country": (
        "ledger.csv",
        "2012,CRI",
        "2012,CRL",
        "ledger.csv, line 3, column country_iso3: 'CRL' is not in countries.csv; "
        "expected a country_iso3 of countries.csv (row cites ledger-2012)",
    ),
    "unknown indicator": (
        "observations.csv",
        "hom-rate,CRI",
        "hom-rates,CRI",
        "observations.csv, line 2, column indicator_id: 'hom-rates' is not in indicators.csv; "
        "expected an indicator_id of indicators.csv, perhaps 'hom-rate' (row cites ledger-2012)",
    ),
    "unknown source": (
        "ledger.csv",
        "false,,año-2009",
        "false,,ano-2009",
        "ledger.csv, line 2, column source_id: 'ano-2009' is not in sources.csv; "
        "expected a source_id of sources.csv, perhaps 'año-2009' (row cites ano-2009)",
    ),
    "unknown caveat in a list": (
        "ledger.csv",
        "rounded;series-break",
        "rounded;serie-break",
        "ledger.csv, line 4, column caveats: 'rounded;serie-break' holds 'serie-break', which is not in "
        "caveats.csv; expected a caveat_id of caveats.csv, perhaps 'series-break' (row cites ledger-2012)",
    ),
    "caveat twice in a list": (
        "ledger.csv",
        "rounded;series-break",
        "rounded;rounded",
        "ledger.csv, line 4, column caveats: 'rounded;rounded' holds an identifier more than once; "
        "expected each identifier once (row cites ledger-2012)",
    ),
    "duplicate key": (
        "ledger.csv",
        "sum-2012,2012",
        "sum-2011,2012",
        "ledger.csv, line 3, column entry_id: 'sum-2011' stands already on line 2; "
        "expected entry_id once: the primary key is unique (row cites ledger-2012)",
    ),
    "duplicate compound key": (
        "observations.csv",
        "hom-rate,GTM,2011",
        "hom-rate,GTM,2010",
        "observations.csv, line 4, column indicator_id: 'hom-rate, GTM, 2010' stands already on line 3; "
        "expected indicator_id, country_iso3, year once: the primary key is unique (row cites ledger-2012)",
    ),
    "rows out of order": (
        "countries.csv",
        "USA,United",
        "AAA,United",
        "countries.csv, line 4, column country_iso3: 'AAA' stands below 'GTM'; expected rows sorted by country_iso3",
    ),
    "blank at the end of a text": (
        "countries.csv",
        "Guatemala,Guatemala",
        "Guatemala ,Guatemala",
        "countries.csv, line 3, column label_en: 'Guatemala ' has blanks at its edge; expected 'Guatemala'",
    ),
    "percentage given as a share": (
        "observations.csv",
        "46.0",
        "0.46",
        "observations.csv, line 6, column value: '0.46' is at most 1 in a series of percentages around "
        "35.5; expected a percentage: 46? (row cites año-2009)",
    ),
    "control character": (
        "countries.csv",
        "Guatemala,Guatemala",
        "Guate\x07mala,Guatemala",
        "countries.csv, line 3: U+0007 is a character that cannot be seen; "
        "expected visible text, near 'GTM,Guate\\x07mala,Guatema'",
    ),
    "zero-width space": (
        "countries.csv",
        "Guatemala,Guatemala",
        "Guate\u200bmala,Guatemala",
        "countries.csv, line 3: U+200B is a character that cannot be seen; "
        "expected visible text, near 'GTM,Guate\\u200bmala,Guatema'",
    ),
    "text turned around": (
        "countries.csv",
        "Guatemala,Guatemala",
        "Guate\u202emala,Guatemala",
        "countries.csv, line 3: U+202E is a character that cannot be seen; "
        "expected visible text, near 'GTM,Guate\\u202emala,Guatema'",
    ),
    "letter lost in decoding": (
        "caveats.csv",
        "método",
        "m\ufffdtodo",
        "caveats.csv, line 3: U+FFFD is the mark of a letter that was lost; "
        "expected visible text, near 'in 2011,El m\ufffdtodo cambió'",
    ),
    "decoded twice": (
        "caveats.csv",
        "método",
        "mÃ©todo",
        "caveats.csv, line 3: 'Ã©' is a letter that was decoded twice; expected UTF-8 that was not read as "
        "Windows-1252 before, near 'in 2011,El mÃ©todo cambió'",
    ),
    "carriage return": (
        "caveats.csv",
        "publisher,Redondeado",
        "publisher\r,Redondeado",
        "caveats.csv, line 2: a carriage return stands in the text; expected line feeds alone (LF)",
    ),
    "one cell too many": (
        "ledger.csv",
        "2012,CRI",
        "2012,CRI,",
        "ledger.csv, line 3: the row has 10 cells; expected 9, one for each column; "
        "a value that holds a comma needs quotation marks around it",
    ),
    "one cell too few": (
        "ledger.csv",
        "2012-02-29,true,rounded,",
        "2012-02-29,true,",
        "ledger.csv, line 3: the row has 8 cells; expected 9, one for each column",
    ),
    "stray quotation mark": (
        "sources.csv",
        "Archivo General",
        '"Archivo General',
        "sources.csv, line 2: a quotation mark opens a value that does not end on this line "
        "(it would run on to line 3 and swallow the rows between); "
        'expected one row per line, and "" for a quotation mark',
    ),
    "quoted line break": (
        "caveats.csv",
        "The method changed in 2011",
        '"The method\nchanged in 2011"',
        "caveats.csv, line 3: a quotation mark opens a value that does not end on this line "
        "(it would run on to line 4 and swallow the rows between); "
        'expected one row per line, and "" for a quotation mark',
    ),
    "text after a closing quotation mark": (
        "sources.csv",
        'tomo 1"',
        'tomo" 1',
        "sources.csv, line 2: a quotation mark stands where none may stand (',' expected after '\"'); "
        'expected quotation marks around a whole value, "" inside it',
    ),
    "empty line": (
        "ledger.csv",
        "sum-2012,2012",
        "\nsum-2012,2012",
        "ledger.csv, line 3: the line is empty; expected a row",
    ),
    "missing column": (
        "caveats.csv",
        "caveat_id,text_en,text_es",
        "caveat_id,text_en",
        "caveats.csv, line 1, column text_es: the column is missing; expected the header caveat_id,text_en,text_es",
    ),
    "extra column": (
        "countries.csv",
        COUNTRY_HEADER := "country_iso3,label_en,label_es,kind",
        COUNTRY_HEADER + ",remark",
        "countries.csv, line 1, column remark: the column is not described; "
        "expected only the columns that datapackage.json describes",
    ),
    "columns in another order": (
        "countries.csv",
        COUNTRY_HEADER,
        "country_iso3,label_es,label_en,kind",
        "countries.csv, line 1: the columns stand in another order; "
        "expected the order of datapackage.json: country_iso3,label_en,label_es,kind",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "message"), CELLS.values(), ids=CELLS.keys())
def test_one_fault_gives_its_message(package: Path, replace: Edit, file: str, old: str, new: str, message: str) -> None:
    replace(file, old, new)
    assert messages(package)[0] == message


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in CELLS
        if name not in ("quoted line break", "missing column", "extra column", "unknown indicator")
    ],
)
def test_one_fault_gives_nothing_but_its_message(package: Path, replace: Edit, name: str) -> None:
    file, old, new, message = CELLS[name]
    replace(file, old, new)
    assert messages(package) == [message]


@pytest.mark.parametrize(
    ("date", "wrong"),
    [
        ("2014-13-31", "does not fit its pattern; expected a text like "),
        ("2013-02-30", "is not a date; expected a day of the calendar as YYYY-MM-DD"),
        ("2013-13", "does not fit its pattern; expected a text like "),
    ],
)
def test_a_pattern_of_dates_takes_only_those_of_the_calendar(
    package: Path, replace: Edit, date: str, wrong: str
) -> None:
    def change(described: dict[str, Any]) -> None:
        described["resources"][1]["schema"]["fields"][3]["constraints"]["pattern"] = PARTIAL_DATES

    change_descriptor(package, change)
    assert messages(package) == []
    replace("sources.csv", "2012-03-09", date)
    (message,) = messages(package)
    assert message.startswith(f"sources.csv, line 3, column release_date: '{date}' {wrong}")


# Whole files


def rewrite(package: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    (package / name).write_bytes(change((package / name).read_bytes()))


def test_byte_order_mark(package: Path) -> None:
    rewrite(package, "ledger.csv", lambda content: b"\xef\xbb\xbf" + content)
    assert messages(package) == [
        "ledger.csv, line 1: the file begins with a byte-order mark of UTF-8; "
        "expected UTF-8 without it (save as UTF-8, not as 'UTF-8 with BOM')"
    ]


def test_utf_16(package: Path) -> None:
    rewrite(package, "caveats.csv", lambda content: content.decode().encode("utf-16"))
    assert messages(package)[0] == (
        "caveats.csv, line 1: the file begins with a byte-order mark of UTF-16; "
        "expected UTF-8 (the file looks like UTF-16, which some programs call Unicode: save it as UTF-8)"
    )


def test_windows_encoding_names_line_and_word(package: Path) -> None:
    rewrite(package, "caveats.csv", lambda content: content.decode().encode("cp1252"))
    assert messages(package) == [
        "caveats.csv, line 3: byte 0xe9 is not UTF-8; it may be Windows-1252: 'in 2011,El método cambió'; "
        "expected UTF-8 (save the file as UTF-8)"
    ]


@pytest.mark.parametrize(("separator", "word"), [(b";", "semicolons"), (b"\t", "tabs"), (b"|", "bars")])
def test_wrong_separator_is_said_once(package: Path, separator: bytes, word: str) -> None:
    rewrite(package, "countries.csv", lambda content: content.replace(b",", separator))
    assert messages(package) == [f"countries.csv, line 1: columns are separated by {word}; expected commas"]


def test_windows_line_endings_are_said_once(package: Path) -> None:
    rewrite(package, "countries.csv", lambda content: content.replace(b"\n", b"\r\n"))
    assert messages(package) == [
        "countries.csv, line 1: the line ends with carriage return and line feed (CRLF); expected line feeds alone (LF)"
    ]


def test_file_cut_off_in_its_last_line(package: Path) -> None:
    rewrite(package, "observations.csv", lambda content: content[:-2])
    found = messages(package)
    assert found[0] == (
        "observations.csv, line 8: the last line has no line feed at its end; the file may have been cut off; "
        "expected a line feed after the last row"
    )


def test_missing_file_suggests_the_misspelt_one(package: Path) -> None:
    (package / "ledger.csv").rename(package / "legder.csv")
    assert messages(package) == [
        "ledger.csv: the file is missing; expected the CSV file that datapackage.json describes, perhaps 'legder.csv'"
    ]


def test_folder_in_place_of_a_file(package: Path) -> None:
    (package / "ledger.csv").unlink()
    (package / "ledger.csv").mkdir()
    assert messages(package) == [
        "ledger.csv: this is not a file; expected the CSV file that datapackage.json describes"
    ]


def test_empty_file(package: Path) -> None:
    (package / "caveats.csv").write_bytes(b"")
    assert messages(package) == ["caveats.csv: the file is empty; expected some content"]


def test_header_of_thousands_of_words(package: Path) -> None:
    rewrite(package, "caveats.csv", lambda content: b"text_en," * 20_000 + content)
    assert messages(package)[0].startswith("caveats.csv, line 1: the line has 160,025 characters; expected at most")


def test_header_without_rows_makes_every_reference_unknown(package: Path) -> None:
    rewrite(package, "caveats.csv", lambda content: content.split(b"\n")[0] + b"\n")
    assert messages(package)[0] == (
        "indicators.csv, line 2, column caveats: 'series-break' is not in caveats.csv; "
        "expected a caveat_id of caveats.csv"
    )


def test_file_of_200_megabytes_is_refused_unread(package: Path) -> None:
    with (package / "ledger.csv").open("r+b") as stream:
        stream.truncate(200_000_000)  # a sparse file: no disk is used
    assert messages(package) == ["ledger.csv: the file has 200 MB and was not read; expected at most 50 MB"]


def test_swallowed_rows_are_counted_and_the_others_still_checked(package: Path, replace: Edit) -> None:
    replace("ledger.csv", "sum-2011,2011", '"sum-2011,2011')
    replace("ledger.csv", "25000000", "25 000 000")
    assert messages(package) == [
        "ledger.csv, line 2: a quotation mark opens a value that does not end on this line (it would run on "
        'to line 4 and swallow the rows between); expected one row per line, and "" for a quotation mark',
        "ledger.csv, line 4, column amount_usd: '25 000 000' is not an integer; "
        "expected digits only, such as 25000000 (row cites ledger-2012)",
    ]


def test_all_values_of_a_percentage_as_shares(package: Path) -> None:
    def shrink(content: bytes) -> bytes:
        return (
            content.replace(b"41.2", b"0.412").replace(b"46.0", b"0.46").replace(b"35.5", b"0").replace(b",39,", b",0,")
        )

    rewrite(package, "observations.csv", shrink)
    assert messages(package) == []  # two values prove nothing

    rewrite(package, "observations.csv", lambda content: content.replace(b"2012,0,", b"2012,0.39,"))
    assert messages(package) == [
        "observations.csv, line 5, column value: '0.412' and all 3 values of its kind are at most 1, although "
        "the unit is percent; expected percentages: 41.2 (row cites año-2009)"
    ]


def test_same_wrong_value_is_said_once_with_its_lines(package: Path) -> None:
    rewrite(package, "observations.csv", lambda content: content.replace(b",GTM,", b",GTN,"))
    assert messages(package) == [
        "observations.csv, line 3, column country_iso3: 'GTN' is not in countries.csv; "
        "expected a country_iso3 of countries.csv (also line 4, 6, 7, 8; row cites ledger-2012)"
    ]


def test_all_problems_at_once_in_the_order_of_the_files(package: Path, replace: Edit) -> None:
    replace("observations.csv", "40.7", "forty")
    replace("ledger.csv", "31500000", "1 000")
    replace("ledger.csv", "sum-2012,2012", "sum-2012,1912")
    replace("caveats.csv", "text_en,text_es", "text_en,texto_es")
    (package / "countries.csv").unlink()
    places = [(problem.file, problem.line, problem.column) for problem in check(package)]
    assert places == [
        ("caveats.csv", 1, "text_es"),
        ("caveats.csv", 1, "texto_es"),
        ("countries.csv", None, None),
        ("ledger.csv", 3, "fiscal_year"),
        ("ledger.csv", 3, "amount_usd"),
        ("observations.csv", 3, "value"),
    ]


def test_long_value_is_cut_in_the_message(package: Path, replace: Edit) -> None:
    replace("ledger.csv", "31500000", "x" * 5_000)
    assert len(messages(package)[0]) < 300


# The descriptor


def change_descriptor(package: Path, change: Callable[[dict[str, Any]], None]) -> None:
    file = package / "datapackage.json"
    described = json.loads(file.read_text(encoding="utf-8"))
    change(described)
    file.write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def line_with(package: Path, text: str, after: str = "") -> int:
    whole = (package / "datapackage.json").read_text(encoding="utf-8")
    start = whole.index(after) if after else 0
    return whole.count("\n", 0, whole.index(text, start)) + 1


def test_no_descriptor(package: Path) -> None:
    (package / "datapackage.json").unlink()
    assert messages(package) == ["datapackage.json: the file is missing; expected the description of a data package"]


def test_folder_that_does_not_exist(tmp_path: Path) -> None:
    (message,) = messages(tmp_path / "nowhere")
    assert message.startswith(f"datapackage.json: there is no folder {tmp_path / 'nowhere'}; expected a folder")


def test_broken_json_names_line_and_character(package: Path, replace: Edit) -> None:
    replace("datapackage.json", '"version": "0.9.0",', '"version": "0.9.0"')
    assert messages(package) == [
        "datapackage.json, line 6, column 3: this is not valid JSON (Expecting ',' delimiter); expected JSON; "
        "look for a missing or surplus comma, quotation mark or bracket just before this place"
    ]


def test_json_that_is_no_object(package: Path) -> None:
    (package / "datapackage.json").write_text("[]")
    assert messages(package) == [
        "datapackage.json, line 1: the file holds no JSON object; expected an object with 'name' and 'resources'"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 100_000, "lists and objects stand inside each other too deeply to be read; expected the few levels"),
        ('{"name": "a", "resources": [], "title": "\\ud800"}', "a text holds half of a character, such as \\ud800"),
        ('{"name": ' + "9" * 5_000 + "}", "a number has too many digits to be read; expected numbers that a column"),
    ],
)
def test_json_that_cannot_be_read_at_all(package: Path, text: str, message: str) -> None:
    (package / "datapackage.json").write_text(text)
    (found,) = messages(package)
    assert found.startswith(f"datapackage.json: {message}")


def test_missing_key_of_the_package(package: Path) -> None:
    change_descriptor(package, lambda described: described.pop("version"))
    assert messages(package) == [
        "datapackage.json, line 1: the package has no 'version'; expected 'version' with a text"
    ]


def test_missing_key_of_a_resource(package: Path) -> None:
    change_descriptor(package, lambda described: described["resources"][2].pop("path"))
    line = line_with(package, '"name": "caveats"') - 1
    assert messages(package) == [
        f"datapackage.json, line {line}: resource 'caveats' has no 'path'; expected 'path' with a text"
    ]


def test_unknown_type_suggests_the_near_miss(package: Path, replace: Edit) -> None:
    replace("datapackage.json", '"type": "boolean"', '"type": "bool"')
    line = line_with(package, '"type": "bool"')
    assert messages(package) == [
        f"datapackage.json, line {line}: 'bool' is not a type this package uses; expected one of string, "
        "integer, number, boolean, date, year, yearmonth, perhaps 'boolean'"
    ]


def test_misspelt_constraint(package: Path, replace: Edit) -> None:
    replace("datapackage.json", '"pattern": "[A-Z]{3}"', '"patern": "[A-Z]{3}"')
    line = line_with(package, '"patern"')
    assert messages(package) == [
        f"datapackage.json, line {line}: 'patern' is not a constraint; expected one of required, unique, enum, "
        "minimum, maximum, pattern, perhaps 'pattern'"
    ]


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("[A-Z{3}", "unterminated character set at position 0"),
        ("[A-Z]{99999999999}", "the repetition number is too large"),
        ("(" * 5_000 + ")" * 5_000, "maximum recursion depth exceeded"),
    ],
    ids=["set", "repetition", "depth"],
)
def test_pattern_that_is_no_regular_expression(package: Path, replace: Edit, pattern: str, reason: str) -> None:
    replace("datapackage.json", '"[A-Z]{3}"', f'"{pattern}"')
    line = line_with(package, f'"{pattern}"')
    (message,) = messages(package)
    assert message.startswith(f"datapackage.json, line {line}: '{pattern[:80]}")
    assert f"is no regular expression ({reason}" in message and message.endswith("; expected one that compiles")


def test_foreign_key_to_a_table_that_does_not_exist(package: Path) -> None:
    def change(described: dict[str, Any]) -> None:
        described["resources"][3]["schema"]["foreignKeys"][0]["reference"]["resource"] = "country"

    change_descriptor(package, change)
    line = line_with(package, '"reference"')
    assert messages(package) == [
        f"datapackage.json, line {line}: 'country' is where the foreign key of 'ledger' points, and no such "
        "table exists; expected a table of this package, perhaps 'countries'"
    ]


def test_foreign_key_to_a_column_that_does_not_exist(package: Path) -> None:
    def change(described: dict[str, Any]) -> None:
        described["resources"][3]["schema"]["foreignKeys"][0]["reference"]["fields"] = ["iso3"]

    change_descriptor(package, change)
    line = line_with(package, '"reference"')
    assert messages(package) == [
        f"datapackage.json, line {line}: 'countries.iso3' is where the foreign key of 'ledger' points, and it "
        "does not exist; expected a column of 'countries'"
    ]


def test_foreign_key_from_a_column_that_does_not_exist(package: Path) -> None:
    def change(described: dict[str, Any]) -> None:
        described["resources"][3]["schema"]["foreignKeys"][0]["fields"] = ["contry_iso3"]

    change_descriptor(package, change)
    assert len(messages(package)) == 1
    assert messages(package)[0].endswith(
        "'contry_iso3' is not a field of 'ledger'; expected one of its fields, perhaps 'country_iso3'"
    )


def test_primary_key_that_is_no_column(package: Path) -> None:
    def change(described: dict[str, Any]) -> None:
        described["resources"][2]["schema"]["primaryKey"] = ["caveat"]

    change_descriptor(package, change)
    assert messages(package)[0].endswith(
        "'caveat' is not a field of 'caveats'; expected one of its fields, perhaps 'caveat_id'"
    )


def test_list_that_points_nowhere(package: Path) -> None:
    def change(described: dict[str, Any]) -> None:
        described["resources"][3]["schema"]["fields"][7]["references"] = "caveats.caveat"

    change_descriptor(package, change)
    line = line_with(package, '"references": "caveats.caveat"')
    assert messages(package) == [
        f"datapackage.json, line {line}: 'caveats.caveat' is where 'ledger.caveats' points, and it does not "
        "exist; expected a column of 'caveats', perhaps 'caveat_id'"
    ]


@pytest.mark.parametrize(
    "path", ["../secret.csv", "/etc/passwd", "a/../../b.csv", "C:\\data.csv", "https://example.org/a.csv"]
)
def test_path_that_leaves_the_folder_is_never_opened(package: Path, path: str) -> None:
    (package.parent / "secret.csv").write_text("caveat_id,text_en,text_es\n")

    def change(described: dict[str, Any]) -> None:
        described["resources"][2]["path"] = path

    change_descriptor(package, change)
    line = line_with(package, '"path"', after='"name": "caveats"')
    assert messages(package) == [
        f"datapackage.json, line {line}: {path!r} leaves the package; "
        "expected a path inside the folder of datapackage.json, such as 'funding.csv'"
    ]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("fun\0ding.csv", "'fun\\x00ding.csv' holds a character that cannot be seen; expected a name such as"),
        ("x" * 300, "the file cannot be read (File name too long); expected a file that you may read"),
    ],
    ids=["NUL", "long"],
)
def test_path_that_no_file_can_have(package: Path, path: str, message: str) -> None:
    def change(described: dict[str, Any]) -> None:
        described["resources"][2]["path"] = path

    change_descriptor(package, change)
    assert message in messages(package)[0]


def test_link_that_leaves_the_folder(package: Path) -> None:
    outside = package.parent / "outside.csv"
    shutil.move(package / "caveats.csv", outside)
    (package / "caveats.csv").symlink_to(outside)
    assert "'caveats.csv' leaves the package" in messages(package)[0]


def test_two_tables_of_one_name(package: Path) -> None:
    def change(described: dict[str, Any]) -> None:
        described["resources"][2]["name"] = "ledger"

    change_descriptor(package, change)
    assert "'ledger' stands for more than one table" in messages(package)[0]


def test_key_that_stands_twice_in_the_json(package: Path, replace: Edit) -> None:
    replace("datapackage.json", '"version": "0.9.0",', '"version": "0.9.0", "version": "0.9.1",')
    assert messages(package) == ["datapackage.json: 'version' stands 2 times in one object; expected each key once"]


def test_tables_are_checked_although_a_key_points_nowhere(package: Path, replace: Edit) -> None:
    def change(described: dict[str, Any]) -> None:
        described["resources"][3]["schema"]["foreignKeys"][0]["reference"]["resource"] = "nowhere"

    change_descriptor(package, change)
    replace("observations.csv", "40.7", "forty")
    assert [problem.file for problem in check(package)] == ["datapackage.json", "observations.csv"]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("minimum", "low", "'\"low\"' is no minimum of a year; expected a number"),
        ("maximum", [], "'[]' is no maximum of a year; expected a number"),
        ("enum", "planned", "the package has no list 'enum'; expected 'enum' with a list in brackets"),
        ("pattern", 7, "'7' is not a text for 'pattern'; expected a text in quotation marks"),
    ],
)
def test_constraint_of_the_wrong_kind(package: Path, key: str, value: Any, message: str) -> None:
    def change(described: dict[str, Any]) -> None:
        described["resources"][3]["schema"]["fields"][1]["constraints"][key] = value

    change_descriptor(package, change)
    assert len(messages(package)) == 1
    assert messages(package)[0].endswith(message)


JUNK: list[Any] = [None, True, -1, 1.5, "", "x", "ledger", "../x", [], {}, [1], ["a", "b"], {"a": 1}, [[]], "x.y"]


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of a JSON value with every key or position in it."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield node, key
        yield from places(node[key])


def test_no_description_however_odd_ends_in_a_crash(package: Path, descriptor: Callable[[], dict[str, Any]]) -> None:
    chance = random.Random(20121)
    found = 0
    for _ in range(400):
        described = json.loads(json.dumps(descriptor()))
        container, key = chance.choice(list(places(described)))
        container[key] = chance.choice(JUNK)
        (package / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
        problems = check(package)
        found += bool(problems)
        if not problems:
            loaded = load(package)
            assert [len(loaded.table(name)) for name in loaded.tables]
            assert dictionary(loaded)
    assert found > 100


def test_column_that_the_loader_would_overwrite_is_refused(package: Path, replace: Edit) -> None:
    replace("datapackage.json", '"name": "audited"', '"name": "row_id"')
    line = line_with(package, '"fields": [', after='"path": "ledger.csv"')
    assert messages(package) == [
        f"datapackage.json, line {line}: 'row_id' cannot be a field of 'ledger'; "
        "expected another name: the loader adds a column of this one"
    ]


def test_strangers_table_of_a_name_of_ours_is_an_ordinary_table(package: Path) -> None:
    def change(described: dict[str, Any]) -> None:
        for name in ("links", "corrections", "conflicts", "reconciliations"):
            fields = [{"name": "what", "type": "string"}]
            described["resources"].append({"name": name, "path": f"{name}.csv", "schema": {"fields": fields}})
            (package / f"{name}.csv").write_text("what\nhello\n")

    change_descriptor(package, change)
    assert messages(package) == []
    assert load(package).links["row_id"].tolist() == ["links/1"]


def test_edition_date_that_contradicts_created(package: Path, replace: Edit) -> None:
    replace("datapackage.json", '"created": "2012-04-01",', '"created": "2012-04-01", "edition_date": "2012-05-01",')
    line = line_with(package, '"edition_date"')
    assert messages(package) == [
        f"datapackage.json, line {line}: '2012-05-01' is not the date in 'created'; expected 2012-04-01"
    ]
