"""Citations of the package and of one table."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from carsi_analysis.data import load
from carsi_analysis.data.cite import cite
from carsi_analysis.errors import UsageError

Edit = Callable[[str, str, str], None]


def test_package_is_cited_plain_and_as_bibtex(package: Path) -> None:
    loaded = load(package)
    assert cite(loaded) == (
        "Ñandú Society. The ñandú ledger. Data set, version 0.9.0, April 1, 2012. Licence CC-BY-4.0. "
        f"SHA-256 {loaded.sha256}.\n"
        "\n"
        "@misc{nandu-ledger-0.9.0,\n"
        "  author = {{Ñandú Society}},\n"
        "  title = {{The ñandú ledger}},\n"
        "  year = {2012},\n"
        "  version = {0.9.0},\n"
        "  howpublished = {Data set, version 0.9.0, 2012-04-01},\n"
        f"  note = {{Licence CC-BY-4.0; SHA-256 {loaded.sha256}}}\n"
        "}\n"
    )


def test_table_is_cited_with_every_source_of_its_rows(package: Path) -> None:
    text = cite(load(package), "ledger")
    assert "Table “Ledger” (ledger.csv), in: The ñandú ledger." in text
    assert "- Archivo General. Informe «Ñandú», tomo 1. May 2009. https://example.org/ñ\n" in text
    assert '- A. Writer. The "Blue" Ledger. Ledger Office, March 9, 2012. https://example.org/blue\n' in text
    assert re.findall(r"@misc\{(.*),", text) == ["nandu-ledger-0.9.0", "ano-2009", "ledger-2012"]


def test_table_without_sources_is_cited_alone(package: Path) -> None:
    text = cite(load(package), "caveats")
    assert "published by others" not in text
    assert text.count("@misc") == 1


def test_marks_that_bibtex_reads_are_escaped(package: Path, replace: Edit) -> None:
    replace("sources.csv", "Ledger Office", "R&D {50%} ~^\\_#$")
    text = cite(load(package), "ledger")
    escaped = r"R\&D \{50\%\} \textasciitilde{}\textasciicircum{}\textbackslash{}\_\#\$"
    assert f"publisher = {{{escaped}}}" in text
    bare = re.sub(r"\\[{}]", "", text[text.index("@misc") :])
    assert bare.count("{") == bare.count("}")


def test_unknown_table_is_refused_with_the_near_miss(package: Path) -> None:
    with pytest.raises(UsageError, match="no table 'legder', perhaps 'ledger'"):
        cite(load(package), "legder")
