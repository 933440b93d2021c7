"""One module for each publisher: a declared mapping from the publisher's names to ours, and how the file is read."""

from typing import Protocol

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


class Importer(Protocol):
    """What the module of a publisher has.

    Attributes:
        FILES: The files that it takes, in words.
        RENEWS: The page of the next release, by how identifiers of the sources begin that it renews.
    """

    FILES: str
    RENEWS: dict[str, str]

    def read(self, request: Request, /) -> Incoming:
        """Read a file, or refuse it."""


IMPORTERS: dict[str, Importer] = {
    "worldbank": worldbank,
    "owid": owid,
    "unodc": unodc,
    "wgi": wgi,
    "foreignassistance": foreignassistance,
    "greenbook": greenbook,
    "table": table,
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
        (start, name) for name, each in IMPORTERS.items() for start in each.RENEWS if source_id.startswith(start)
    ]
    if not renewed:
        ours = mappings_of(source_id)
        pages = dict.fromkeys(each.page or each.url for each in ours.values())
        return " or ".join(f"table --mapping {name}" for name in ours), " and ".join(pages)
    start, name = max(renewed, key=lambda each: len(each[0]))  # of equals the first: the publisher's own importer
    return name, IMPORTERS[name].RENEWS[start]


def file_to_take(importer: str) -> str:
    """Which file of the publisher an importer takes, by what ``next_release`` calls it."""
    name = importer.rpartition(" ")[2]
    return IMPORTERS[name].FILES if name in IMPORTERS else shipped()[name].file
