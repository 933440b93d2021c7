"""One module for each publisher: a declared mapping from the publisher's names to ours, and how the file is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from carsi_analysis.data.descriptor import near_miss
from carsi_analysis.errors import UsageError
from carsi_analysis.importing.incoming import Incoming, Request
from carsi_analysis.importing.publishers import (
    foreignassistance,
    greenbook,
    owid,
    table,
    unodc,
    wgi,
    worldbank,
)
from carsi_analysis.importing.publishers.mapping import mappings_of, shipped


@dataclass(frozen=True)
class Importer:
    """How the files of one publisher are read.

    Attributes:
        read: Reads a file, or refuses it.
        files: The files that it takes, in words.
        renews: The page of the next release, by how identifiers of the sources begin that it renews.
    """

    read: Callable[[Request], Incoming]
    files: str
    renews: Mapping[str, str]


IMPORTERS: dict[str, Importer] = {
    "worldbank": Importer(worldbank.read, worldbank.FILES, worldbank.RENEWS),
    "owid": Importer(owid.read, owid.FILES, owid.RENEWS),
    "unodc": Importer(unodc.read, unodc.FILES, unodc.RENEWS),
    "wgi": Importer(wgi.read, wgi.FILES, wgi.RENEWS),
    "foreignassistance": Importer(foreignassistance.read, foreignassistance.FILES, foreignassistance.RENEWS),
    "greenbook": Importer(greenbook.read, greenbook.FILES, greenbook.RENEWS),
    "table": Importer(table.read, table.FILES, {}),
}


def importer_of(source: str) -> Importer:
    """The importer called ``source``.

    Raises:
        UsageError: there is none; the message lists them.
    """
    if source not in IMPORTERS:
        listed = ", ".join(IMPORTERS)
        raise UsageError(f"there is no importer '{source}'{near_miss(source, IMPORTERS)}; the importers are {listed}")
    return IMPORTERS[source]


def next_release(source_id: str) -> tuple[str, str]:
    """Importer of the next release of a source and the page to fetch it from; both empty where there is none.

    A source that one of our mappings renews is that of ``table --mapping NAME``.
    """
    renewed = [
        (start, name) for name, each in IMPORTERS.items() for start in each.renews if source_id.startswith(start)
    ]
    if not renewed:
        ours = mappings_of(source_id)
        pages = dict.fromkeys(each.page or each.url for each in ours.values())
        return " or ".join(f"table --mapping {name}" for name in ours), " and ".join(pages)
    start, name = max(renewed, key=lambda each: len(each[0]))  # of equals the first: the publisher's own importer
    return name, IMPORTERS[name].renews[start]


def file_to_take(importer: str) -> str:
    """Which file of the publisher an importer takes, by what ``next_release`` calls it."""
    name = importer.rpartition(" ")[2]
    return IMPORTERS[name].files if name in IMPORTERS else shipped()[name].file
