"""All checks of a data package, each looked for even where others have failed already."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.declared_bounds import bounds_problems
from carsi_analysis.data.derived import derived_value_problems
from carsi_analysis.data.formulas import Values
from carsi_analysis.data.judgements import judgement_problems
from carsi_analysis.data.keys import key_problems
from carsi_analysis.data.package import Package
from carsi_analysis.data.plausibility import plausibility_problems
from carsi_analysis.data.problems import Problem, in_order
from carsi_analysis.data.reading import Files, read_files, read_tables
from carsi_analysis.data.reconcile import Outcome, reconcile
from carsi_analysis.data.seal import draft_tables
from carsi_analysis.data.values import faults


def check(path: Path) -> list[Problem]:
    """Every problem of the package in the folder ``path``, sorted by file, line and column; empty when sound."""
    _, problems = checked(read_files(path))
    return problems


def checked(files: Files) -> tuple[Package | None, list[Problem]]:
    """The package, when nothing is wrong with it, and every problem otherwise."""
    texts, problems = read_tables(files)
    problems += [
        *files.problems,
        *value_problems(texts),
        *key_problems(texts),
        *plausibility_problems(texts),
        *bounds_problems(texts),
    ]
    outcomes: list[Outcome] = []
    if not problems:
        # Sums of cells that are wrong in themselves would only repeat the fault.
        values = Values(texts)
        outcomes, unreconciled = reconcile(texts, values)
        problems += [
            *derived_value_problems(texts, values),
            *unreconciled,
            *judgement_problems(texts, values, outcomes),
        ]
    if problems or files.descriptor is None:
        return None, in_order(problems)
    package = Package(files.descriptor, texts, files.sha256, comparisons=len(outcomes), draft=draft_tables(files))
    return package, []


def value_problems(texts: Mapping[str, TableText]) -> Iterator[Problem]:
    """Cells that are not what their column declares; each distinct value of a column is judged once."""
    for text in texts.values():
        for field in text.table.fields:
            if field.name in text.columns:
                values = set(text.columns[field.name])
                yield from text.problems_with(field.name, faults(field, values))
