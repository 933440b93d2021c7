"""A slice of the attack on editions and notebooks: ``tests/attack/run`` makes the whole of it."""

from pathlib import Path

import nbformat
import pytest

from tests.attack.data import SEED
from tests.attack.editions import BENDS, attack_editions, small_edition
from tests.attack.notebooks import attack_notebooks, faults

ROWS = 5


def test_every_bend_of_an_edition_is_told(tmp_path: Path) -> None:
    edition = small_edition(tmp_path / "e")
    result = attack_editions(edition, tmp_path / "room", 2 * len(BENDS), SEED)
    assert (result.tried, result.found) == (2 * len(BENDS), [])


def test_notebooks_of_strangers_come_out_in_every_form_and_run_nothing() -> None:
    assert attack_notebooks(8, SEED).found == []


@pytest.mark.parametrize("longest", range(ROWS))
def test_a_table_with_one_longer_row_is_printed(longest: int) -> None:
    rows = [["1", "2", "3"] if row == longest else ["1", "2"] for row in range(ROWS)]
    body = "".join(f"<tr><th>{n}</th>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for n, row in enumerate(rows))
    html = f"<table><thead><tr><th></th><th>a</th><th>b</th></tr></thead><tbody>{body}</tbody></table>"
    output = nbformat.v4.new_output("display_data", {"text/html": html})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[output])])
    assert faults(notebook, ("briefing-pdf",)) == ""
