"""What can be taken of a panel: its values as CSV that can stand alone, its picture, and how to cite the data.

Each file lies in its link, so that nothing is asked of a server.
"""

import base64
from html import escape

from carsi_analysis.data import Package
from carsi_analysis.data.cite import cite
from carsi_analysis.exhibits.exhibit import Exhibit
from carsi_analysis.exploring.choice import Choice
from carsi_analysis.exploring.panel import Panel
from carsi_analysis.export.charts import cards_of
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


def csv_of(exhibit: Exhibit, unit: str, package: Package) -> str:
    """Write the values that a chart shows.

    Args:
        exhibit: the chart; its evidence holds the values as the data hold them, money in dollars and not in millions.
        unit: the unit of these values.
        package: the data, for the names of countries and the citations.

    Returns:
        A header and one line a value: the columns of ``KEPT`` that there are, ``country``, ``unit``, ``source``
        (citations), ``rows`` (identifiers of data rows), ``licence`` and ``cite_as`` of the data.
    """
    language, evidence = exhibit.locale.language, exhibit.evidence
    kept = [name for name in KEPT if name in evidence.columns]
    frame = evidence[kept].astype(object).where(evidence[kept].notna(), None)
    if "country_iso3" in kept:
        frame.insert(kept.index("country_iso3") + 1, "country", evidence[exhibit.locale.named("label")])
    cited = {source: package.source(source).citation(language) for source in exhibit.sources}
    frame["unit"] = unit
    frame["source"] = [" | ".join(cited[source] for source in sources) for sources in evidence["sources"]]
    frame["rows"] = [";".join(rows) for rows in evidence["rows"]]
    frame["licence"] = package.descriptor.licence
    frame["cite_as"] = cite(package).partition("\n\n")[0]
    return csv_text(list(frame.columns), frame.itertuples(index=False, name=None))


def unit_of(choice: Choice) -> str:
    """Name the unit of the values as the data hold them: money in dollars, not in the chart's millions."""
    locale, package = choice.locale, choice.study.data
    if choice.subject.in_dollars:
        return locale.dollars(choice.study.dollars)
    unit = package.indicators.set_index("indicator_id").loc[choice.subject.subject_id, "unit_id"]
    return str(package.units.set_index("unit_id").loc[unit, locale.named("label")])


def links_of(panel: Panel, *, with_pictures: bool) -> list[str]:
    """Make the links that save what a panel shows, and its picture where it is one."""
    words, name = panel.choice.locale.words.part("explore"), panel.exhibit.exhibit_id
    package = panel.choice.study.data
    csv = csv_of(panel.exhibit, unit_of(panel.choice), package)
    files = [
        ("text/csv;charset=utf-8", csv.encode("utf-8"), f"{name}.csv", words("download")),
        ("text/plain;charset=utf-8", cite(package).encode("utf-8"), f"{name}-citation.txt", words("citation")),
    ]
    for card in cards_of(panel.notebook, name) if with_pictures else ():
        files += [
            ("image/png", card.png, f"{name}.png", words("png")),
            ("image/svg+xml", card.svg, f"{name}.svg", words("svg")),
        ]
    return [link_to(*file) for file in files]


def link_to(kind: str, content: bytes, name: str, words: str) -> str:
    """Make a link that saves a file of some media type under a name."""
    address = f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
    return f'<a href="{address}" download="{escape(name)}">{escape(words)}</a>'
