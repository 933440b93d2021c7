"""Worldwide Governance Indicators of the World Bank, in the forms in which they go round.

Since 2025 the workbook has a sheet for each indicator, named ``cc`` and so on, with the estimate beside a score from 0
to 100, which is another scale. Before, it was long (``code``, ``year``, ``indicator``, ``estimate``), and earlier each
indicator had a sheet with the years in one header row above ``Estimate``, ``StdErr`` and so on in the next. DataBank
and statistical packages give what they give of the Bank's other indicators.
"""

from collections.abc import Sequence

from carsi_analysis.importing.grids import Layout, tables
from carsi_analysis.importing.incoming import Incoming, Request, Value
from carsi_analysis.importing.publishers.bank import PLACE, WHEN, Bank, Found
from carsi_analysis.importing.publishers.series import declared, pages
from carsi_analysis.importing.publishers.shared import no_series
from carsi_analysis.importing.text import column_name, year

FILES = "the workbook, such as wgidataset_with_sourcedata-2025.xlsx, or DataBank's export of the estimates"
SERIES = declared("wgi")
RENEWS = pages(SERIES)
BANK = Bank.of(SERIES)


def _estimates_below_years(header: Sequence[str], above: Sequence[str]) -> dict[int, str]:
    """Columns called Estimate, by the year above them; a merged cell keeps its text in the first column alone."""
    found, stated = {}, ""
    for place, name in enumerate(header):
        stated = above[place] if place < len(above) and above[place].strip() else stated
        if column_name(name) == "estimate" and year(stated):
            found[place] = stated
    return found


_YEARLY = ("code", "year", "value")
LAYOUTS = (
    Layout(PLACE | WHEN | {"value": ("Governance estimate (approx. -2.5 to +2.5)",)}, _YEARLY),
    Layout(
        PLACE | WHEN | {"indicator": ("indicator",), "value": ("estimate",)}, ("code", "year", "indicator", "value")
    ),
    Layout(PLACE, ("code", "name"), spread=_estimates_below_years),
    *BANK.layouts,
)


def read(request: Request) -> Incoming:
    """Read a file of the indicators.

    Raises:
        ImportRefused: it is another publisher's, broken, or its values are no estimates.
    """
    values: list[Value] = []
    found: Found | None = None
    for table in tables(request.path, LAYOUTS, "the Worldwide Governance Indicators"):
        found = BANK.read(request, table, code=table.grid.part)
        values += found.reader.values
    if found is None or not values:
        raise no_series(request.file, "no row holds an indicator and a country of ours", BANK.codes)
    found.reader.values = values
    return found.reader.incoming(SERIES[0].publication)
