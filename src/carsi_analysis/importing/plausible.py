"""Whether a file can be a new release of a series: as whole as the last one, and in the same unit."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from statistics import median

from carsi_analysis.importing.held import HeldSeries, Key
from carsi_analysis.importing.incoming import Incoming, Value
from carsi_analysis.importing.refused import ImportRefused

MOST_GONE = 0.1
"""Share of a series that may be gone from a new release; more looks like a file that was cut off."""
FEW = 3
"""So many values may always be gone, and so many make up a country that must not be missing."""
UNIT_RATIO = 4.0
"""Values that are typically this many times those held, or as small a part of them, are in another unit."""
ENOUGH_FOR_RATIO = 5


def check_complete(held: HeldSeries, wanted: Mapping[Key, Value], incoming: Incoming) -> None:
    """Refuse a file that lacks a country or much of what the last release gave.

    Raises:
        ImportRefused: it does.
    """
    ours = held.resting_on(incoming.publication.earlier)
    gone = [row for key, row in ours.items() if key not in wanted]
    there = {value.country for value in wanted.values()}
    missing = Counter(held.country(row) for row in gone if held.country(row) not in there)
    for country, count in sorted(missing.items()):
        if count >= FEW:
            seen = f"there is no value of {held.series} for {country}, where the package holds {count}"
            near = incoming.countries.resembling(country)
            expected = f"the country under its code or a name that we know{near}; --partial takes it as an extract"
            raise ImportRefused(incoming.file, seen, expected)
    if len(gone) > max(FEW, MOST_GONE * len(ours)):
        last = max((value.year for value in wanted.values()), default=0)
        held_last = max(map(held.year, ours.values()))
        seen = (
            f"{len(gone)} of the {len(ours)} values that the package holds of {held.series} are not in it"
            f" (it ends in {last}, the package in {held_last})"
        )
        expected = "at least as many as last time: the file may be cut off or old; --partial takes it as an extract"
        raise ImportRefused(incoming.file, seen, expected)


def check_unit(held: HeldSeries, wanted: Mapping[Key, Value], incoming: Incoming) -> None:
    """Refuse a file whose values are typically many times those held, or a small part of them.

    Raises:
        ImportRefused: they are.
    """
    ratios = []
    for key, row in held.rows.items():
        old, new = held.value(row), wanted[key].value if key in wanted else None
        if old and new and Decimal(old) and Decimal(new):
            ratios.append(float(Decimal(new) / Decimal(old)))
    typical = median(ratios) if len(ratios) >= ENOUGH_FOR_RATIO else 1.0
    if not 1 / UNIT_RATIO <= typical <= UNIT_RATIO:
        seen = f"values of {held.series} are typically {typical:.3g} times those held"
        raise ImportRefused(incoming.file, seen, "about the same values: the unit may have changed")
