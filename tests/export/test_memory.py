"""What a process keeps of the documents that it has set."""

import subprocess
import sys

from tests.batch.helpers import environment

MOST_KEPT = 12_000_000
"""Bytes that three documents may leave; they leave twice as much where Typst is not told to forget them."""

SETS = """
import psutil
from nbconvert import get_exporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

def document(number):
    rows = "".join(f"<tr><td>row {number} {row}</td><td>{number * row}</td></tr>" for row in range(250))
    html = f"<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>{rows}</tbody></table>"
    return new_notebook(cells=[new_code_cell("x", outputs=[new_output("display_data", {"text/html": html})])])

exporter = get_exporter("briefing-pdf")()
for number in range(4):
    exporter.from_notebook_node(document(number))
    if number == 0:
        before = psutil.Process().memory_info().rss
print(psutil.Process().memory_info().rss - before)
"""


def test_documents_that_were_set_leave_little_in_memory() -> None:
    told = subprocess.run([sys.executable, "-c", SETS], env=environment(), capture_output=True, text=True, check=True)
    assert int(told.stdout) < MOST_KEPT


ENOUGH = 3_000_000_000
"""Bytes of address space in which any small notebook is exported."""

TALL_HEAD = f"""
import random, resource
from tests.attack.notebooks import faults, random_notebook

resource.setrlimit(resource.RLIMIT_AS, ({ENOUGH}, {ENOUGH}))
print(faults(random_notebook(random.Random("notebook 20261128 120"))))
"""


def test_a_head_taller_than_a_page_does_not_take_the_memory_of_the_machine() -> None:
    run = subprocess.run([sys.executable, "-c", TALL_HEAD], env=environment(), capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "\n"), run.stderr[-2000:]
