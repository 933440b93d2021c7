"""What must hold of any table, notebook, package and edition, looked for in examples that repeat from run to run."""

import contextlib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from unittest.mock import patch

import mistune
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbconvert import get_exporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from carsi_analysis.batch.edition.verify import digest_of, verify
from carsi_analysis.catalogue import PARAMETERS, ParameterError
from carsi_analysis.data import check
from carsi_analysis.data.csv_text import read_table
from carsi_analysis.data.descriptor import read_descriptor
from carsi_analysis.data.formulas import Values, compute
from carsi_analysis.data.problems import Unusable
from carsi_analysis.data.seal import changed_cells
from carsi_analysis.errors import CarsiError
from carsi_analysis.export import typefaces
from carsi_analysis.export.text_flow import inert
from carsi_analysis.printable import printable
from tests.attack.editions import small_edition
from tests.data.conftest import OBSERVATIONS, write_package

BOUNDED = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FILES = ("ledger.csv", "observations.csv", "sources.csv", "datapackage.json")
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12)
VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9), st.lists(st.integers()))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_edition(tmp_path_factory.mktemp("edition") / "e")


# Packages


@BOUNDED
@given(name=st.sampled_from(FILES), content=st.binary(max_size=300), at=st.integers(0, 400), cut=st.integers(0, 60))
def test_a_package_with_any_bytes_in_it_is_told_of_in_lines(
    package: Path, name: str, content: bytes, at: int, cut: int
):
    path = package / name
    before = path.read_bytes()
    path.write_bytes(before[:at] + content + before[at + cut :])
    try:
        problems = [problem.message for problem in check(package)]
    finally:
        path.write_bytes(before)
    assert all(printable(message).isprintable() for message in problems)
    assert check(package) == []


@BOUNDED
@given(st.dictionaries(st.tuples(st.integers(0, 6), st.sampled_from(["value", "source_id"])), CELL, max_size=9))
def test_the_seal_names_the_cells_that_changed_and_no_others(package: Path, edits: dict[tuple[int, str], str]):
    described, _ = read_descriptor((package / "datapackage.json").read_text(encoding="utf-8"), package)
    assert described is not None
    sealed, _ = read_table(OBSERVATIONS, described.table("observations"))
    columns = {name: list(cells) for name, cells in sealed.columns.items()}
    for (row, column), cell in edits.items():
        columns[column][row] = cell
    change = changed_cells(replace(sealed, columns=columns), sealed)
    wanted = {place for place, cell in edits.items() if cell != sealed.columns[place[1]][place[0]]}
    assert {(cell.row, cell.column) for cell in change.cells} == wanted
    assert (change.added, change.removed) == ((), ())


@BOUNDED
@given(st.text("[]funding/y20-8.+*()1 esf", max_size=40))
def test_any_formula_is_a_number_or_is_refused(formula: str):
    with contextlib.suppress(Unusable):
        assert isinstance(compute(formula, Values({})), Fraction)


@BOUNDED
@given(st.sampled_from(sorted(PARAMETERS)), VALUES)
def test_a_parameter_is_taken_whole_or_refused(name: str, value: object):
    parameter = PARAMETERS[name]
    with contextlib.suppress(ParameterError):
        taken = parameter.parse(value)
        assert type(taken) is parameter.kind
        assert parameter.parse(taken) == taken


# Tables and notebooks


@BOUNDED
@given(st.lists(st.lists(CELL, max_size=5), max_size=6), st.integers(0, 3))
def test_any_ragged_table_comes_out_in_every_form(rows: list[list[str]], heads: int):
    """No face is cut for these letters, which takes longer than all else: tests/export/test_typefaces.py cuts all."""
    cells = [[BeautifulSoup("", "html.parser").new_string(cell).output_ready("html") for cell in row] for row in rows]
    written = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells]
    html = f"<table><thead>{''.join(written[:heads])}</thead><tbody>{''.join(written[heads:])}</tbody></table>"
    notebook = new_notebook(cells=[new_code_cell("x", outputs=[new_output("display_data", {"text/html": html})])])
    for form in ("briefing-html", "briefing-text"):
        with patch.object(typefaces, "web_font", lambda *_: b""):
            text, _ = get_exporter(form)().from_notebook_node(notebook)
        page = BeautifulSoup(text if form == "briefing-html" else mistune.html(text), "html.parser")
        assert page.find("script") is None


@BOUNDED
@given(st.text())
def test_text_is_shown_by_a_terminal_and_by_a_mail_and_never_obeyed(text: str):
    assert all(character.isprintable() or character.isspace() for character in printable(text))
    assert "\n" not in printable(text) and "\x1b" not in printable(text)
    assert BeautifulSoup(inert(text), "html.parser").find() is None


# Editions


@BOUNDED
@given(st.data())
def test_a_byte_changed_in_an_edition_is_found(edition: Path, data: st.DataObject):
    path = data.draw(st.sampled_from(sorted(path for path in edition.rglob("*") if path.is_file())))
    before, whole = path.read_bytes(), digest_of(edition)
    at = data.draw(st.integers(0, len(before) - 1))
    new = data.draw(st.binary(min_size=1, max_size=3).filter(lambda new: new != before[at : at + 1]))
    path.write_bytes(before[:at] + new + before[at + 1 :])
    try:
        with contextlib.suppress(CarsiError):
            assert verify(edition) != [] or digest_of(edition) != whole
    finally:
        path.write_bytes(before)
    assert verify(edition) == []
