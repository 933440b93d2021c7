"""What a TOML file beside its importer declares of a publisher: how it is cited, and which of its series are ours.

``[[publication]]`` holds what a mapping has in ``[source]``; below it each ``[[publication.series]]`` says how the
publisher names one of our series, by ``codes`` or by what the cells of a row must say.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    indicator: str
    table: str
    codes: tuple[str, ...]
    unit_words: tuple[str, ...]
    lowest: float
    highest: float
    says: Mapping[str, str]
    release_year: str

    def fits_unit(self, text: str) -> bool:
        """Whether a name or unit still speaks of the unit that we hold."""
        words = folded(text)
        return not self.unit_words or any(folded(each) in words for each in self.unit_words)


def declared(name: str) -> list[Series]:
    """The series in ``NAME.toml``, in its order."""
    raw = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    found = []
    for each in raw["publication"]:
        publication = publication_of(each)
        found += [_series(publication, series) for series in each["series"]]
    return found


def publication_of(source: Mapping[str, Any], replaces: Sequence[str] = ()) -> Publication:
    """How a source is cited; ``replaces`` is what it replaces where it does not say so."""
    return Publication(
        stem=str(source["id"]),
        title=str(source["title"]),
        publisher=str(source["publisher"]),
        url=str(source.get("url", "")),
        licence=str(source["licence"]),
        label_en=str(source["label_en"]),
        label_es=str(source["label_es"]),
        replaces=tuple(map(str, source.get("replaces", replaces))),
        author=str(source.get("author", "")),
    )


def pages(series: Sequence[Series]) -> dict[str, str]:
    """Where the next releases are found, by how identifiers of the earlier ones begin."""
    found: dict[str, dict[str, None]] = {}
    for each in series:
        for start in each.publication.earlier:
            found.setdefault(start, {})[each.publication.url] = None
    return {start: " and ".join(urls) for start, urls in found.items()}


def _series(publication: Publication, raw: Mapping[str, Any]) -> Series:
    return Series(
        publication=publication,
        indicator=raw.get("indicator", ""),
        table=raw.get("table", "observations"),
        codes=tuple(raw.get("codes", ())),
        unit_words=tuple(raw.get("unit_words", ())),
        lowest=raw.get("lowest", float("-inf")),
        highest=raw.get("highest", float("inf")),
        says=raw.get("says", {}),
        release_year=raw.get("release_year", ""),
    )
