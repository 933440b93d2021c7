"""World Bank: an indicator's CSV or zip, the files of its DataBank, and tidy copies of either."""

from collections.abc import Iterable

from carsi_analysis.importing.grids import find_table
from carsi_analysis.importing.incoming import Incoming, Publication, Request
from carsi_analysis.importing.publishers.bank import Bank
from carsi_analysis.importing.publishers.series import declared, pages
from carsi_analysis.importing.refused import ImportRefused

FILES = "the zip under Download, CSV, as it is; or an export of DataBank, with years or series in columns"
SERIES = declared("worldbank")
RENEWS = pages(SERIES)
BANK = Bank.of(SERIES)


def read(request: Request) -> Incoming:
    """Read a file of the World Bank.

    Raises:
        ImportRefused: it is another publisher's, broken, or holds no indicator that the package holds.
    """
    with find_table(request.path, BANK.layouts, "the World Bank") as table:
        found = BANK.read(request, table)
        if not found.series:
            seen = f"it holds {', '.join(sorted(found.strangers)[:5]) or 'no rows'}"
            raise ImportRefused(table.name, seen, f"an indicator that the package holds: {BANK.codes}")
        return found.reader.incoming(_publication(each.publication for each in found.series.values()))


def _publication(found: Iterable[Publication]) -> Publication:
    """How a file is cited that may hold several of the indicators, each with earlier releases of its own."""
    ordered = sorted(found, key=lambda each: each.url)
    if len(ordered) == 1:
        return ordered[0]
    return Publication(
        stem="wb-wdi",
        title="World Development Indicators: " + "; ".join(each.title.partition(" Indicators ")[2] for each in ordered),
        publisher="World Bank",
        url="https://databank.worldbank.org/source/world-development-indicators",
        licence=ordered[0].licence,
        label_en="World Bank WDI",
        label_es="Banco Mundial (IDM)",
        replaces=tuple(start for each in ordered for start in each.earlier),
    )
