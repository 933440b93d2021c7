"""What a TOML file beside its importer declares of a publisher: how it is cited, and which of its series are ours.

``[[publication]]`` holds what a mapping has in ``[source]``; below it each ``[[publication.series]]`` says how the
publisher names one of our series, by ``codes`` or by what the cells of a row must say.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

from carsi_analysis.importing.incoming import Publication
from carsi_analysis.importing.text import folded

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Series:
    """One of our series as a publisher names it.

    Attributes:
        publication: How its releases are cited.
        indicator: Our indicator; empty in a table that is one series.
        table: Where its values are held.
        codes: The publisher's names for it; the first is the one that a locator cites.
        unit_words: Words of which its name or unit must hold one; empty where nothing is asked.
        lowest, highest: Values outside are in another unit.
        says: Field and folded text that the cells of a row must hold.
        release_year: Year of the only releases that the indicator is named after; empty for any.
    """

    publication: Publication
    indicator: str = ""
    table: str = "observations"
    codes: Sequence[str] = ()
    unit_words: Sequence[str] = ()
    lowest: float = -inf
    highest: float = inf
    says: Mapping[str, str] = field(default_factory=dict)
    release_year: str = ""

    def fits_unit(self, text: str) -> bool:
        """Whether a name or unit still speaks of the unit that we hold."""
        words = folded(text)
        return not self.unit_words or any(folded(each) in words for each in self.unit_words)


def declared(name: str) -> list[Series]:
    """The series in ``NAME.toml``, in its order."""
    raw = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    found = []
    for each in raw["publication"]:
        series = each.pop("series")
        publication = Publication(stem=each.pop("id"), replaces=tuple(each.pop("replaces", ())), **each)
        found += [Series(publication, **one) for one in series]
    return found


def pages(series: Sequence[Series]) -> dict[str, str]:
    """Where the next releases are found, by how identifiers of the earlier ones begin."""
    found: dict[str, dict[str, None]] = {}
    for each in series:
        for start in each.publication.earlier:
            found.setdefault(start, {})[each.publication.url] = None
    return {start: " and ".join(urls) for start, urls in found.items()}
