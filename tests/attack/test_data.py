"""A slice of the attack on the data: ``tests/attack/run`` makes the whole of it."""

from tests.attack.data import Package, measure

EACH = 50
LEAST = 0.8


def test_the_seal_names_every_wrong_cell() -> None:
    results = [each for *_, tried in measure(Package(), each=2) for each in tried]
    assert len(results) > 100
    assert [str(mutation) for mutation, _, named in results if not named] == []


def test_the_checks_alone_find_most_wrong_cells_of_every_numeric_column() -> None:
    package = Package()
    tried = {f"{table}.{column}": list(package.mutations(table, column, EACH)) for table, column in package.columns}
    assert sum(map(len, tried.values())) > 2500
    assert [column for column, each in tried.items() if not package.most_found(each, LEAST)] == []
