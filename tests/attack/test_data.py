"""A slice of the attack on the data: ``tests/attack/run`` makes the whole of it."""

from tests.attack.data import Package, measure


def test_most_wrong_cells_break_a_rule_and_the_seal_names_every_one() -> None:
    results = [each for *_, tried in measure(Package(), each=2) for each in tried]
    assert len(results) > 100
    assert [str(mutation) for mutation, _, named in results if not named] == []
    assert sum(found for _, found, _ in results) >= 0.8 * len(results)
