"""Wrong cells as people make them, in every numeric column: how many the checks find, and how many the seal names.

``python -m tests.attack.data --each 50`` prints the table that stands in ``docs/reliability.md``.
"""

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from carsi_analysis.data.checks import value_problems
from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.declared_bounds import RULES, bounds_problems
from carsi_analysis.data.derived import derived_value_problems
from carsi_analysis.data.descriptor import NUMERIC_TYPES
from carsi_analysis.data.formulas import Values
from carsi_analysis.data.judgements import judgement_problems
from carsi_analysis.data.keys import key_problems
from carsi_analysis.data.place import REPOSITORY_DATA
from carsi_analysis.data.plausibility import plausibility_problems
from carsi_analysis.data.reading import read_files, read_tables
from carsi_analysis.data.reconcile import reconcile
from carsi_analysis.data.seal import changed_cells
from tests.attack.found import Result, begun

SEED = 20261128
KINDS = ("times ten", "a tenth", "sign", "swapped neighbours", "shifted column", "moved decimal")
TRIES = 40  # a column of zeros and ones has few cells that a mutation changes


@dataclass(frozen=True)
class Mutation:
    """Cells of one column that became wrong: row (from 0) and text."""

    table: str
    column: str
    kind: str
    cells: Mapping[int, str]

    def __str__(self) -> str:
        rows = sorted(self.cells)
        first = f"row {rows[0] + 1} became {self.cells[rows[0]]!r}"
        return f"{self.table}.{self.column}, {self.kind}: {first}" + (f", and {len(rows) - 1} more" * (len(rows) > 1))


class Package:
    """The package's tables as text, to be changed in memory and judged."""

    def __init__(self, folder: Path = REPOSITORY_DATA) -> None:
        self.texts = read_tables(read_files(folder))[0]

    @cached_property
    def columns(self) -> list[tuple[str, str]]:
        """Every numeric column with a value: table and name."""
        return [
            (name, field.name)
            for name, text in self.texts.items()
            for field in text.table.fields
            if field.type in NUMERIC_TYPES and any(text.columns[field.name]) and name != RULES
        ]

    def mutations(self, table: str, column: str, count: int, seed: int = SEED) -> Iterator[Mutation]:
        """Sample mutations that change something, no two the same, the kinds in turn; fewer where there are fewer."""
        dice = random.Random(f"{seed} {table}.{column}")
        cells = self.texts[table].columns[column]
        whole = self.texts[table].table.field(column).type != "number"
        filled = [row for row, cell in enumerate(cells) if cell]
        seen: set[str] = set()
        for number in range(count):
            kind = KINDS[number % len(KINDS)]
            for _ in range(TRIES):
                found = Mutation(table, column, kind, _mutated(kind, cells, dice.choice(filled), whole, dice))
                if found.cells and str(found) not in seen:
                    seen.add(str(found))
                    yield found
                    break

    def changed(self, mutation: Mutation) -> TableText:
        """The table with the wrong cells."""
        text = self.texts[mutation.table]
        cells = [mutation.cells.get(row, cell) for row, cell in enumerate(text.columns[mutation.column])]
        return replace(text, columns={**text.columns, mutation.column: cells})

    def found(self, mutation: Mutation) -> bool:
        """Whether the checks find it, the seal left aside."""
        return self.found_alone(mutation) or self.found_beside(mutation)

    def found_alone(self, mutation: Mutation) -> bool:
        """Whether the checks that look at one table find it; these are quick, and find most."""
        text = self.changed(mutation)
        alone = {mutation.table: text}
        return any(value_problems(alone)) or any(key_problems(alone)) or any(bounds_problems(self._ruled(text)))

    def found_beside(self, mutation: Mutation) -> bool:
        """Whether those find it that compare tables."""
        texts = {**self.texts, mutation.table: self.changed(mutation)}
        if any(plausibility_problems(texts)):
            return True
        values = Values(texts)
        outcomes, problems = reconcile(texts, values)
        return bool(
            problems or any(derived_value_problems(texts, values)) or any(judgement_problems(texts, values, outcomes))
        )

    def most_found(self, tried: Sequence[Mutation], least: float) -> bool:
        """Whether the checks find at least such a part of the mutations; no more are judged than that takes."""
        wanted, found = least * len(tried), 0
        left = list(tried)
        for judge in (self.found_alone, self.found_beside):
            judged, left = left, []
            for mutation in judged:
                if judge(mutation):
                    found += 1
                    if found >= wanted:
                        return True
                else:
                    left.append(mutation)
        return not tried

    def named(self, mutation: Mutation) -> bool:
        """Whether the seal names every wrong cell, or what else its row holds where the wrong cell is its key."""
        change = changed_cells(self.changed(mutation), self.texts[mutation.table])
        key = mutation.column in change.table.primary_key
        cells = {cell.row for cell in change.cells if key or cell.column == mutation.column}
        return set(mutation.cells) <= cells | set(change.added)

    def _ruled(self, text: TableText) -> dict[str, TableText]:
        """This table with the rules that concern it."""
        rules = self.texts[RULES]
        rows = [row for row, table in enumerate(rules.columns["table"]) if table == text.table.name]
        columns = {name: [cells[row] for row in rows] for name, cells in rules.columns.items()}
        kept = replace(rules, columns=columns, lines=[rules.lines[row] for row in rows])
        return {text.table.name: text, RULES: kept, **self._exceptions}

    @cached_property
    def _exceptions(self) -> dict[str, TableText]:
        return {name: text for name, text in self.texts.items() if name == "plausibility_exceptions"}


def _mutated(kind: str, cells: Sequence[str], row: int, whole: bool, dice: random.Random) -> dict[int, str]:
    """The cells that become wrong when something happens to one row; none where nothing changes."""
    if kind == "swapped neighbours":
        other = row + 1 if row + 1 < len(cells) else row - 1
        wrong = {row: cells[other], other: cells[row]} if other >= 0 else {}
    elif kind == "shifted column":  # pasted one row too low, from here to the end
        wrong = {below: cells[below - 1] for below in range(row + 1, len(cells))}
    else:
        factor = {"times ten": 10, "a tenth": 0.1, "sign": -1}.get(kind) or dice.choice([0.01, 0.001, 100, 1000])
        wrong = {row: _written(float(cells[row]) * factor, whole)}
    return {place: cell for place, cell in wrong.items() if cell != cells[place]}


def _written(value: float, whole: bool) -> str:
    return str(round(value)) if whole else f"{value:.10f}".rstrip("0").rstrip(".")


def measure(
    package: Package, each: int, seed: int = SEED
) -> Iterator[tuple[str, str, list[tuple[Mutation, bool, bool]]]]:
    """Every numeric column with its mutations, and whether checks and seal find each."""
    for table, column in package.columns:
        tried = package.mutations(table, column, each, seed)
        yield table, column, [(one, package.found(one), package.named(one)) for one in tried]


def attack_data(count: int, seed: int) -> Result:
    """Mutate every numeric column, at least ``count`` times in all; what the checks alone find is counted."""
    package = Package()
    each = -(-count // len(package.columns))
    result, checks = begun("cells of the data", each * len(package.columns)), 0
    for *_, tried in measure(package, each, seed):
        for mutation, found, named in tried:
            result.note(named, str(mutation))
            checks += found
    result.skipped.append(f"the checks alone find {checks / result.tried:.0%} of the {result.tried} mutations")
    return result


def main() -> None:
    """Print the table of every column."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=50, help="mutations a column")
    parser.add_argument("--missed", action="store_true", help="print what the checks miss")
    asked = parser.parse_args()
    print("| column | mutations | checks | seal |\n| --- | ---: | ---: | ---: |")
    tried = found = named = 0
    for table, column, results in measure(Package(), asked.each):
        checks, seal = sum(each[1] for each in results), sum(each[2] for each in results)
        print(
            f"| `{table}.{column}` | {len(results)} | {checks / len(results):.0%} | {seal / len(results):.0%} |",
            flush=True,
        )
        if asked.missed:
            print(*(f"missed: {mutation}" for mutation, checks, _ in results if not checks), sep="\n")
        tried, found, named = tried + len(results), found + checks, named + seal
    print(f"| all | {tried:,} | {found / tried:.0%} | {named / tried:.0%} |")


if __name__ == "__main__":
    main()
