"""Workbooks of every kind that publishers use, and those that are no data."""

import datetime
import struct
import sys
import zipfile

import pytest

from carsi_analysis.errors import CarsiError
from carsi_analysis.importing import workbooks
from carsi_analysis.importing.files import grids
from carsi_analysis.importing.grids import Layout, find_table
from carsi_analysis.importing.publishers.shared import file_value
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.workbooks import OTHER_NOTE
from tests.importing.conftest import write_workbook, write_zip

ROWS = [["Country Code", "Value"], ["BLZ", 1.5], ["PAN", 12.469837]]
LAYOUT = Layout({"code": ("Country Code",), "value": ("Value",)}, ("code", "value"))


def texts(path):
    return [[cells for _, cells in grid.rows] for grid in grids(path)]


def strict(path, rows):
    """A workbook as Excel saves it as "Strict Open XML"."""
    book = write_workbook(path.with_suffix(".transitional"), {"data": rows})
    names = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
    }
    with zipfile.ZipFile(book) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, content in members.items():
        for old, new in names.items():
            content = content.replace(old, new)
        members[name] = content
    return write_zip(path, members)


def ods(path, rows):
    """The least that is an OpenDocument spreadsheet."""
    cells = {str: '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'}
    number = '<table:table-cell office:value-type="float" office:value="{}"/>'
    lines = ("".join(cells.get(type(cell), number).format(cell) for cell in row) for row in rows)
    table = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    name = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{name}office:1.0" xmlns:table="{name}table:1.0" '
        f'xmlns:text="{name}text:1.0"><office:body><office:spreadsheet><table:table table:name="data">{table}'
        f"</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{name}manifest:1.0"/>'
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return write_zip(path, {"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest})


def xls(path, rows):
    """The least that is an old Excel workbook: records of BIFF8 as one stream of a compound file."""

    def record(kind, content=b""):
        return struct.pack("<HH", kind, len(content)) + content

    def cell(row, column, value):
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            return record(0x0204, place + struct.pack("<HB", len(value), 0) + value.encode("latin-1"))
        return record(0x0203, place + struct.pack("<d", value))

    def stream(offset):
        start = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
        return start + record(0x0085, struct.pack("<IHBB", offset, 0, 4, 0) + b"data") + record(0x000A)

    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 16, 0, 0, 0, 0))
    sheet += b"".join(cell(row, column, value) for row, line in enumerate(rows) for column, value in enumerate(line))
    content = stream(len(stream(0))) + sheet + record(0x000A)
    content += b"\0" * (4096 - len(content))  # shorter streams lie elsewhere
    sectors = len(content) // 512
    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff" * 4 * 108
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain) + b"\xff" * (512 - 4 * len(chain))

    def entry(name, kind, child, start, size):
        raw = (name + "\0").encode("utf-16-le")
        links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBB", len(raw), kind, 1)
            + links
            + b"\0" * 36
            + struct.pack("<IQ", start, size)
        )

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, len(content))
    path.write_bytes(head + table + folder.ljust(512, b"\0") + content)
    return path


def xlsb(path, rows):
    """The least that is a binary workbook."""

    def record(kind, content=b""):
        name = bytes([kind]) if kind < 0x80 else bytes([(kind & 0x7F) | 0x80, kind >> 7])
        return name + bytes([len(content)]) + content

    def text(value):
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    def cell(column, value):
        place = struct.pack("<II", column, 0)
        return record(6, place + text(value)) if isinstance(value, str) else record(5, place + struct.pack("<d", value))

    sheet = record(0x81) + record(0x94, struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + record(0x91)
    for number, row in enumerate(rows):
        sheet += record(0, struct.pack("<I", number) + b"\0" * 13)
        sheet += b"".join(cell(column, value) for column, value in enumerate(row))
    sheet += record(0x92) + record(0x82)
    book = record(0x83) + record(0x8F) + record(0x9C, struct.pack("<II", 0, 1) + text("rId1") + text("data"))
    book += record(0x90) + record(0x84)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    schema = "http://schemas.openxmlformats.org/package/2006/relationships"
    part = f'<Relationship Id="rId1" Type="{kind}worksheet" Target="worksheets/sheet1.bin"/>'
    return write_zip(
        path,
        {
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{schema}">{part}</Relationships>',
            "xl/workbook.bin": book,
            "xl/worksheets/sheet1.bin": sheet,
        },
    )


MAKERS = {"strict.xlsx": strict, "a.ods": ods, "a.xls": xls, "a.xlsb": xlsb}


@pytest.mark.parametrize("name", MAKERS)
def test_every_kind_of_workbook_is_read_and_the_rarer_ones_say_what_they_hide(tmp_path, name):
    path = MAKERS[name](tmp_path / name, ROWS)
    with find_table(path, (LAYOUT,), "the Tester") as table:
        assert [(row.line, row["code"], row["value"]) for row in table.rows()] == [
            (2, "BLZ", "1.5"),
            (3, "PAN", "12.469837"),
        ]
        assert table.grid.note == OTHER_NOTE
    packed = write_zip(tmp_path / "packed.zip", {f"folder/{name}": path.read_bytes()})
    assert texts(packed) == texts(path)


def test_lines_are_counted_from_the_first_of_the_sheet_and_sheets_nobody_reads_are_passed_over(tmp_path):
    path = strict(tmp_path / "a.xlsx", [["About"], [], [], *ROWS])
    with find_table(path, (LAYOUT,), "the Tester") as table:
        assert [row.line for row in table.rows()] == [5, 6]
    book = write_workbook(tmp_path / "b.xlsx", {"long": [[str(number)] for number in range(200)], "data": ROWS})
    with find_table(book, (LAYOUT,), "the Tester") as table:
        assert [row["code"] for row in table.rows()] == ["BLZ", "PAN"]


def test_a_sheet_with_a_cell_in_its_last_corner_does_not_take_the_memory_of_the_machine(tmp_path):
    path = strict(tmp_path / "a.xlsx", ROWS)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    members["xl/worksheets/sheet1.xml"] = members["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", far)
    with pytest.raises(
        ImportRefused, match=r"far\.xlsx: the workbook takes more than 1,000 MB of memory; expected the table"
    ):
        texts(write_zip(tmp_path / "far.xlsx", members))


def test_a_damaged_workbook_of_a_rarer_kind_is_refused(tmp_path):
    whole = xls(tmp_path / "a.xls", ROWS).read_bytes()
    (tmp_path / "a.xls").write_bytes(whole[:700])
    with pytest.raises(ImportRefused, match=r"a.xls: the workbook cannot be read \(.+\); expected the table alone"):
        texts(tmp_path / "a.xls")


def test_without_the_library_the_rarer_kinds_say_what_to_install(tmp_path, monkeypatch):
    path = ods(tmp_path / "a.ods", ROWS)
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(CarsiError, match=r"library python_calamine is not installed; .*'carsi-analysis\[excel\]'$"):
        texts(path)


def test_a_formula_that_was_never_computed_is_no_missing_value(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"data": [*ROWS, ["HND", "=B2+1"], ["SLV", None], ["GTM", "#REF!"]]})
    *_, formula, empty, error = texts(path)[0]
    assert (formula, empty, error) == (["HND", "=B2+1"], ["SLV", ""], ["GTM", "#REF!"])
    with pytest.raises(ImportRefused, match="'=B2\\+1' is a formula without a stored value: open the workbook"):
        file_value(formula[1], "a.xlsx", 4, "Value")
    assert file_value(empty[1], "a.xlsx", 5, "Value") is None
    with pytest.raises(ImportRefused, match="'#REF!' is no number"):
        file_value(error[1], "a.xlsx", 6, "Value")


def test_a_formula_with_its_value_gives_the_value(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"data": [["Value"], ["=1+1"]]})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
        b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>"
    )
    assert members["xl/worksheets/sheet1.xml"] != sheet
    assert texts(write_zip(tmp_path / "b.xlsx", members)) == [[["Value"], ["2"]]]


@pytest.mark.parametrize("epoch", ["1900", "1904"])
def test_dates_are_the_same_in_either_count_of_days(tmp_path, epoch):
    import openpyxl

    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH if epoch == "1904" else openpyxl.utils.datetime.WINDOWS_EPOCH
    book.active.append([datetime.date(2025, 6, 2)])
    book.save(tmp_path / "a.xlsx")
    assert texts(tmp_path / "a.xlsx") == [[["2025-06-02"]]]


def test_a_process_that_reads_a_workbook_ends_when_nobody_reads_on(tmp_path, monkeypatch):
    started = []
    original = workbooks.subprocess.Popen

    def popen(*arguments, **options):
        started.append(original(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(workbooks.subprocess, "Popen", popen)
    path = ods(tmp_path / "a.ods", [[str(number), "x" * 100] for number in range(20_000)])
    opened = grids(path)
    next(opened)
    opened.close()
    assert started[0].poll() is not None
