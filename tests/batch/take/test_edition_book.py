"""The workbook of an edition, as Excel's readers and LibreOffice open it."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import datetime

import openpyxl
import pytest

from carsi_analysis.batch.take.edition_book import edition_book
from carsi_analysis.batch.take.whole import NotWholeError
from carsi_analysis.errors import UsageError
from carsi_analysis.export.workbook import Column, Sheet, _fitting
from tests.batch.take.small_edition import HOSTILE, blocks, data, write_edition


@pytest.fixture
def small(tmp_path):
    return write_edition(tmp_path / "trial", {"brief-en": blocks(), "brief-es": blocks("es")})


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def book_of(tmp_path, **more):
    content, missing = edition_book(write_edition(tmp_path / "one", {"brief-en": blocks(**more)}))
    return opened(content), missing


def cells(sheet):
    """Give the table of a sheet, header first."""
    (table,) = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[table.ref]]


def lines(sheet):
    """Give the lines above the table of a sheet, or all where it has none."""
    heads = [int(re.search(r"\d+", table.ref)[0]) for table in sheet.tables.values()]
    rows = sheet.iter_rows(max_row=heads[0] - 1) if heads else sheet.iter_rows()
    return [row[0].value for row in rows]


def test_each_language_has_its_front_and_every_exhibit_a_sheet_or_a_word(small):
    content, missing = edition_book(small)
    book = opened(content)
    assert book.sheetnames == [
        "Cover", "Portada", "Contents", "Contenido", "Notes", "Notas", "Sources", "Fuentes",
        "rates-en", "seen-en", "more-en", "rates-es", "seen-es", "more-es",
    ]  # fmt: skip
    assert [row[0] for row in cells(book["Contents"])[1:]] == ["rates-en", "[x]", "seen-en", "more-en"]
    assert [row[3] for row in cells(book["Contenido"])[1:]] == ["Rates fell", "A drawing", "What is seen", "More"]
    assert missing == [f"left out, since it holds no table: brief-{code}, A drawing" for code in ("en", "es")]
    leads = [cell.hyperlink.location for cell in book["Contents"]["A"] if cell.hyperlink]
    assert leads == ["'rates-en'!A1", "'seen-en'!A1", "'more-en'!A1"]


def test_a_language_alone_keeps_the_names_of_its_exhibits(small):
    content, _ = edition_book(small, ["es"])
    assert opened(content).sheetnames == ["Portada", "Contenido", "Notas", "Fuentes", "rates", "seen", "more"]
    with pytest.raises(UsageError, match="no report in 'fr'; it has en, es"):
        edition_book(small, ["fr"])


def test_an_exhibit_says_its_title_unit_and_sources_above_one_table(small):
    book = opened(edition_book(small, ["en"])[0])
    title, subtitle, source, *told, contents = lines(book["rates"])
    assert (title, subtitle, source, contents) == ("Rates fell", "Homicides, per 100,000", "Source: UNODC.", "Contents")
    assert " ".join(told).startswith("One table: 2 rows, 3 columns. Notes: [note 1]")
    assert "[x] stands where there is no value" in " ".join(told) and "[z] stands" in " ".join(told)
    assert "[note 1]" in " ".join(told) and "[source 1]" in " ".join(told)
    assert cells(book["rates"]) == [
        ["Year", "Rate (per 100,000)", "Qualifier"],
        [2011, 86.5, "[z]"],
        [2012, "[x]", "at_least"],
    ]
    assert cells(book["seen"]) == [["What", "How much"], ["All", "1,5"], ["None", "[x]"]]
    assert cells(book["Notes"])[1] == ["[note 1]", "One note.", "rates, seen"]


def test_the_cover_says_what_it_is_whose_terms_and_how_to_cite(small):
    cover = " ".join(lines(opened(edition_book(small)[0])["Portada"]))
    for said in ("Edición de prueba", "2026.11.0", "24 de noviembre de 2026", "creativecommons.org", "Cómo citar"):
        assert said in cover


def test_it_follows_the_guidance_on_accessible_spreadsheets(small):
    book = opened(edition_book(small)[0])
    names = [name for sheet in book for name in sheet.tables]
    assert len({name.casefold() for name in names}) == len(names)
    for sheet in book:
        assert sheet["A1"].value and not sheet.merged_cells.ranges
        assert len(sheet.tables) == (0 if sheet.title in {"Cover", "Portada"} else 1)
        assert not any(
            dimension.hidden for dimension in [*sheet.row_dimensions.values(), *sheet.column_dimensions.values()]
        )
        for table in sheet.tables.values():
            header, *rows = cells(sheet)
            assert len({str(name).casefold() for name in header}) == len(header) and all(header)
            assert rows and all(value not in (None, "") for row in rows for value in row)
            assert sheet.freeze_panes.endswith(str(int(re.search(r"\d+", table.ref)[0]) + 1))


def test_numbers_are_written_as_their_unit_asks(tmp_path):
    rates = data(
        [("year", "Year", "US fiscal year"), ("rate", "Rate", "percent"), ("money", "Money", "US dollars")],
        [[2011, 0.004, 165000000], [2012, 12.3456, 5]],
    )
    sheet = book_of(tmp_path, rates=rates)[0]["rates"]
    row = next(row for row in sheet.iter_rows() if row[0].value == 2012)
    assert [cell.number_format for cell in row] == ["0", "#,##0.0000", "#,##0"]
    assert [cell.value for cell in row] == [2012, 12.3456, 5]


def test_text_of_the_data_stays_text(tmp_path):
    hostile = data([("what", "=cmd|' /C calc'!A0", ""), ("url", "url", "")], [[text, text] for text in HOSTILE])
    content, _ = edition_book(write_edition(tmp_path / "one", {"brief-en": blocks(rates=hostile)}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name), "a formula"
        texts = archive.read("xl/sharedStrings.xml")
        linked = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".rels"))
    assert b"example.org/a?b=1&amp;c=2" in linked, "an address of a source is a link"
    assert b"x.org" not in linked.replace(b"example.org", b"") and b"javascript" not in linked
    sheet = opened(content)["rates"]
    shown = [row[0] for row in cells(sheet)[1:]]
    assert [text.replace("_x005F_", "_") for text in shown] == list(HOSTILE)
    assert b"_x005F_x0041_" in texts, "Excel would take _x0041_ for an A"
    begin = next(row for row in sheet.iter_rows() if row[0].value == "=1+1")
    assert begin[0].data_type == "s" and begin[0].quotePrefix, "nor does it become one when somebody edits the cell"


def test_names_that_excel_refuses_or_would_mix_up_are_made_anew(tmp_path):
    shown = blocks()
    odd = ["History", "a/b:c*?", "A B C", "a-b-c-", "x" * 40, "x" * 41, "Cover"]
    exhibits = [type(shown[2])(**{**vars(shown[2]), "id": name}) for name in odd]
    book = opened(edition_book(write_edition(tmp_path / "one", {"brief-en": [shown[0], *exhibits, shown[-1]]}))[0])
    names = book.sheetnames[4:]
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    assert names == ["History-2", "a-b-c", "A-B-C-2", "a-b-c-3", "x" * 31, "x" * 29 + "-2", "Cover-2"]


def test_columns_of_one_title_are_told_apart(tmp_path):
    twice = data([("said", "Amount", ""), ("amount", "amount", ""), ("said", "Amount", "")], [["a", "b", "c"]])
    header, _ = cells(book_of(tmp_path, rates=twice)[0]["rates"])
    assert header == ["Amount [said]", "amount [amount]", "Amount [said] 2"]


def test_what_excel_cannot_hold_is_told(tmp_path):
    long = data(
        [("text", "Text", ""), ("number", "Number", "")], [["é" * 40_000, 10**20], ["𝕏" * 20_000, float("nan")]]
    )
    book, missing = book_of(tmp_path, rates=long)
    assert any("2 texts are cut here. The whole table: brief-en, rates." in line for line in missing)
    assert "2 texts are cut here" in " ".join(filter(None, lines(book["rates"])))
    _, *rows = cells(book["rates"])
    assert [len(rows[0][0]), len(rows[1][0].encode("utf-16-le")) // 2] == [32_767, 32_766]
    assert [row[1] for row in rows] == ["1" + "0" * 20, "nan"]


def test_rows_beyond_what_a_sheet_holds_are_told():
    table = Sheet(
        "long", "Long", "en", ("One line.",), (Column("Number"),), [[number] for number in range(100)], "l.csv"
    )
    fitting, told = _fitting(table, most_rows=50)
    assert len(fitting.rows) + len(fitting.lines) + 2 <= 50
    assert told == [f"Excel holds no more rows: {100 - len(fitting.rows)} are left out here. The whole table: l.csv."]
    assert told[0] in fitting.lines


def test_a_row_is_as_high_as_its_wrapped_text(tmp_path):
    """LibreOffice does not measure it, and showed the last line of a header alone."""
    long = data([("text", "Text", ""), ("rate", "Rate", "homicides per 100,000 residents")], [["word " * 60, 1.5]])
    sheet = book_of(tmp_path, rates=long)[0]["rates"]
    (head,) = (int(re.search(r"\d+", table.ref)[0]) for table in sheet.tables.values())
    assert sheet.row_dimensions[head].height >= 3 * 16 and sheet.row_dimensions[head + 1].height >= 5 * 16


def test_bytes_repeat_and_name_no_time_but_that_of_the_data(small):
    content, _ = edition_book(small)
    assert content == edition_book(small)[0]
    properties = opened(content).properties
    assert properties.created == properties.modified == datetime(2026, 11, 24)
    assert (properties.creator, properties.title) == ("CARSI Analysis", "Trial edition")


def test_an_edition_that_is_not_whole_gives_nothing(small):
    (small / "brief-en.ipynb").write_text("{}")
    with pytest.raises(NotWholeError, match=r"changed: brief-en\.ipynb.*build it again"):
        edition_book(small)


def test_libreoffice_opens_it(small, tmp_path):
    """It is no judge that CI must provide: it takes a minute to install, and openpyxl reads the same file above."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-calc)")
    (tmp_path / "trial.xlsx").write_bytes(edition_book(small)[0])
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    to = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"  # every sheet
    command = [office, "--headless", home, "--convert-to", to, "--outdir", str(tmp_path), str(tmp_path / "trial.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    written = {path.stem.removeprefix("trial-"): path.read_text(encoding="utf-8") for path in tmp_path.glob("*.csv")}
    assert written.keys() == set(opened((tmp_path / "trial.xlsx").read_bytes()).sheetnames)
    assert 'Year,"Rate (per 100,000)",Qualifier\n2011,86.5,[z]\n2012,[x],at_least' in written["rates-en"]
