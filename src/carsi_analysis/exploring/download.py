"""The values of a chart as CSV: one line a value, each with unit, source and data rows, so that it can stand alone."""

from html import escape
from urllib.parse import quote

from carsi_analysis.data import Package
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.export.csv_text import csv_text

KEPT = (
    "indicator_id",
    "country_iso3",
    "year",
    "fiscal_year",
    "agency_id",
    "account_id",
    "variant",
    "value",
    "amount_usd",
    "qualifier",
    "status",
    "doubtful",
)
"""Columns of evidence that say what a value is, in the order of the file; those that a chart lacks are left out."""


def csv_of(chart: Chart, unit: str, package: Package) -> str:
    """Write the values that a chart shows.

    Args:
        chart: the chart; its evidence holds the values as the data hold them, money in dollars and not in millions.
        unit: the unit of these values.
        package: the data, for the names of countries and the citations.

    Returns:
        A header and one line a value: the columns of ``KEPT`` that there are, ``country``, ``unit``, ``source``
        (citations), ``rows`` (identifiers of data rows).
    """
    language, evidence = chart.locale.language, chart.evidence
    kept = [name for name in KEPT if name in evidence.columns]
    frame = evidence[kept].astype(object).where(evidence[kept].notna(), None)
    if "country_iso3" in kept:
        frame.insert(kept.index("country_iso3") + 1, "country", evidence[chart.locale.named("label")])
    cited = {source: package.source(source).citation(language) for source in chart.sources}
    frame["unit"] = unit
    frame["source"] = [" | ".join(cited[source] for source in sources) for sources in evidence["sources"]]
    frame["rows"] = [";".join(rows) for rows in evidence["rows"]]
    return csv_text(list(frame.columns), frame.itertuples(index=False, name=None))


def link_to(text: str, name: str, words: str) -> str:
    """Make a link that saves a CSV: the file lies in the link itself, so that nothing is asked of a server."""
    address = "data:text/csv;charset=utf-8," + quote(text)
    look = "text-decoration: underline"
    return f'<a href="{address}" download="{escape(name)}" style="{look}">{escape(words)}</a>'
