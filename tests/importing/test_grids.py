"""Files that are not what they should be, and the quirks of those that are."""

import datetime
import io
import sys
import zipfile

import pytest

from carsi_analysis.errors import CarsiError
from carsi_analysis.importing.grids import Layout, find_table
from carsi_analysis.importing.refused import ImportRefused
from tests.importing.conftest import write_csv, write_workbook, write_zip

LAYOUT = Layout({"code": ("Country Code",), "value": ("Value",)}, ("code", "value"))
ROWS = [["Country Code", "Value"], ["BLZ", "1.5"], ["PAN", ".."]]


def cells(path):
    with find_table(path, (LAYOUT,), "the Tester") as table:
        return [(row["code"], row["value"]) for row in table.rows()]


EXPECTED = [("BLZ", "1.5"), ("PAN", "..")]


def test_byte_order_marks_separators_and_titles_above_do_not_matter(tmp_path):
    path = write_csv(tmp_path / "a.csv", [["A title"], [], *ROWS], mark="\ufeff")
    assert cells(path) == EXPECTED
    path.write_text("Country Code;Value\nBLZ;1.5\nPAN;..\n", encoding="utf-16")
    assert cells(path) == EXPECTED
    path.write_text("value\tCOUNTRY CODE\n1.5\tBLZ\n..\tPAN\n", encoding="utf-8")
    assert cells(path) == EXPECTED


def test_notes_below_the_data_are_no_data(tmp_path):
    path = write_csv(tmp_path / "a.csv", [*ROWS, [], ["Data from database: X", ""], ["Last Updated: 02/14/2027"]])
    with find_table(path, (LAYOUT,), "the Tester") as table:
        assert len(list(table.rows())) == 2
    assert table.footers == ["Data from database: X", "Last Updated: 02/14/2027"]


def test_workbooks_give_dates_and_numbers_as_a_person_sees_them(tmp_path):
    rows = [["title", None], ["Country Code", "Value"], ["BLZ", 0.1 + 0.2], ["PAN", datetime.datetime(2021, 5, 3)]]
    path = write_workbook(tmp_path / "a.xlsx", {"empty": [], "data": rows})
    assert cells(path) == [("BLZ", "0.3"), ("PAN", "2021-05-03")]


def test_a_formula_in_a_workbook_is_not_computed(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"data": [["Country Code", "Value"], ["BLZ", "=1+1"]]})
    assert cells(path) == [("BLZ", "=1+1")]


def test_a_table_is_found_in_the_file_of_a_zip_that_holds_it(tmp_path):
    members = {"readme.md": "Country Code,Value", "Metadata.csv": "Country Code,Region\nBLZ,x\n", "data.csv": "x\n"}
    members["API.csv"] = "Country Code,Value\nBLZ,1.5\nPAN,..\n"
    assert cells(write_zip(tmp_path / "a.zip", members)) == EXPECTED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"  \n", "the file is empty"),
        (b"<!DOCTYPE html><html>", "a web page, not data"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?>", "a web page, not data"),
        (b'{"a": 1}', "JSON"),
        (b"\xd0\xcf\x11\xe0\xa1", "the workbook cannot be read"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"a,b\n1,2\n", r"begins with 'a b'; expected a file of the Tester with the columns Country Code, Value"),
        (b"Country Code,Value\nBLZ\n", "the row has 1 cells and the header 2"),
        (b"Country Code,Value\nBLZ,1.5\nPan", "line 3: the row has 1 cells"),
        (
            b'Country Code,Value\n"BLZ,1.5\nPAN,2\nHND,3\n',
            "line 2: a quotation mark opens a cell that runs over the lines below",
        ),
        (
            b"Country Code,Value\nBLZ,1.5\nKorea, Rep.,3\n",
            "line 3: the row has 3 cells and the header 2; .*or put quotation marks",
        ),
        (b"Country Code,Value\nPANAM\xc1,1\n", r"line 2: the byte C1 is not UTF-8; in Latin-1 it would read 'PANAMÁ'"),
    ],
)
def test_other_files_are_refused_with_what_was_seen(tmp_path, content, said):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=said) as refusal:
        cells(path)
    assert str(refusal.value).startswith("file.csv")


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    for path, said in ((tmp_path, "this is a folder; expected a file"), (tmp_path / "no.csv", "no such file")):
        with pytest.raises(ImportRefused, match=said):
            cells(path)


def test_a_workbook_that_is_cut_off_is_refused(tmp_path):
    whole = write_workbook(tmp_path / "a.xlsx", {"data": ROWS}).read_bytes()
    (tmp_path / "a.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ImportRefused, match="damaged"):
        cells(tmp_path / "a.xlsx")


def test_a_workbook_with_a_broken_sheet_is_refused(tmp_path):
    stream = io.BytesIO()
    original = zipfile.ZipFile(write_workbook(tmp_path / "a.xlsx", {"data": ROWS}))
    with original, zipfile.ZipFile(stream, "w") as broken:
        for member in original.infolist():
            content = original.read(member)
            broken.writestr(member, content[: len(content) // 2] if "sheet1" in member.filename else content)
    (tmp_path / "a.xlsx").write_bytes(stream.getvalue())
    with pytest.raises(ImportRefused, match="workbook"):
        cells(tmp_path / "a.xlsx")


def test_a_zip_that_unpacks_to_far_more_than_its_size_is_not_unpacked(tmp_path):
    path = write_zip(tmp_path / "a.zip", {"API.csv": b"0" * 300_000_000})
    with pytest.raises(ImportRefused, match="unpacks to 300 MB"):
        cells(path)


def test_a_workbook_in_a_zip_that_unpacks_to_far_more_than_its_size_is_not_unpacked(tmp_path):
    book = write_workbook(tmp_path / "book.xlsx", {"data": ROWS})
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/empty.bin", b"0" * 300_000_000)
    path = write_zip(tmp_path / "a.zip", {"book.xlsx": book.read_bytes()})
    for refused in (book, path):
        with pytest.raises(ImportRefused, match=r"book.xlsx: it unpacks to 300 MB"):
            cells(refused)


def test_a_workbook_in_a_zip_is_read_and_one_that_is_none_is_named(tmp_path):
    book = write_workbook(tmp_path / "book.xlsx", {"data": ROWS}).read_bytes()
    assert cells(write_zip(tmp_path / "a.zip", {"book.xlsx": book})) == EXPECTED
    with pytest.raises(ImportRefused, match=r"b.zip/book.xlsx: the workbook cannot be read"):
        cells(write_zip(tmp_path / "b.zip", {"book.xlsx": book[: len(book) // 2]}))


def test_a_zip_with_a_password_is_refused(tmp_path):
    path = write_zip(tmp_path / "a.zip", {"API.csv": "Country Code,Value\nBLZ,1.5\n"})
    content = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + place] |= 1  # the flag of an encrypted file
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=r"cannot be unpacked .*encrypted"):
        cells(path)


def test_files_that_overlap_in_a_zip_count_as_often_as_they_are_listed(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("API.csv", b"0" * 30_000_000)
        archive.filelist *= 10
    with pytest.raises(ImportRefused, match="unpacks to 300 MB"):
        cells(tmp_path / "a.zip")


def test_a_missing_library_is_named_with_what_to_install(tmp_path, monkeypatch):
    path = write_workbook(tmp_path / "a.xlsx", {"data": ROWS})
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(CarsiError, match=r"library openpyxl is not installed; type: .*'carsi-analysis\[excel\]'$"):
        cells(path)
