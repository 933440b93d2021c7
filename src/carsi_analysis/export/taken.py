"""What a reader takes of an exhibit: its values as a table that can stand alone, and how to cite it."""

import itertools
import re

from carsi_analysis import bibtex
from carsi_analysis.blocks import ORIGIN, Data, DataColumn, Exhibit, Title, text_of
from carsi_analysis.dates import written_date
from carsi_analysis.export.characters import slug
from carsi_analysis.export.csv_text import csv_text
from carsi_analysis.export.labels import labels_of

YEARS = ("year", "fiscal_year")


class FileNames:
    """Names the files of a document's exhibits: by their identifiers, numbered where several share one."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, identifier: str) -> str:
        """Name the files of the next exhibit, without suffix."""
        stem = slug(identifier) or "exhibit"
        numbered = (stem if number == 1 else f"{stem}-{number}" for number in itertools.count(1))
        name = next(name for name in numbered if name not in self._taken)
        self._taken.add(name)
        return name


def as_taken(exhibit: Exhibit, report: Title) -> Data | None:
    """Give the values behind an exhibit as they leave their page: with the columns of ``ORIGIN`` after their own.

    A file that is sent on must say itself what it holds. Lines of comment above the header would do so too, but
    pandas, R and Excel read those as data unless they are told; columns they all read, and whoever cuts a part out of
    the table takes its source along.
    """
    if exhibit.data is None:
        return None
    labels = labels_of(report.language)
    sources = re.sub(r"^\w+: |\.$", "", sources_of(exhibit))
    about, edition = exhibit.measure or exhibit.subtitle, report.edition_date or ""
    origin = [about, _units(exhibit.data), sources, report.licence, edition]
    titles = [labels(f"origin.{name.removeprefix('table_')}") for name in ORIGIN]
    columns = [*exhibit.data.columns, *map(DataColumn, ORIGIN, titles)]
    return Data(columns, [[*row, *origin] for row in exhibit.data.rows])


def csv_of(data: Data) -> str:
    """Write such a table as CSV."""
    return csv_text([column.name for column in data.columns], data.rows)


def sources_of(exhibit: Exhibit) -> str:
    """Name the sources of an exhibit as its page does, without their numbers in a list that lies elsewhere."""
    return text_of(exhibit.source_line).strip()


def cited(title: str, sources: str, report: Title) -> str:
    """Say in a line how to cite an exhibit, or the report itself where ``title`` is empty."""
    labels = labels_of(report.language)
    said = [
        f"{labels('cite.of', title=title, report=report.title)}." if title else f"{report.title}.",
        f"{_edition(report)}." if report.edition_date else "",
        sources,
        labels("cite.licence", licence=report.licence) if report.licence else "",
    ]
    return " ".join(filter(None, [f"{', '.join(report.authors)}." if report.authors else "", *said]))


def cited_in_bibtex(name: str, title: str, sources: str, report: Title) -> str:
    """Write the same as an entry of BibTeX."""
    labels = labels_of(report.language)
    licence = labels("cite.licence", licence=report.licence) if report.licence else ""
    whole = labels("cite.part", report=report.title) if title else ""
    return bibtex.entry(
        "-".join(filter(None, [report.report_id or "report", name, report.edition_date])),
        {
            "author": bibtex.corporate(report.authors),
            "title": bibtex.braced(title or report.title),
            "year": (report.edition_date or "")[:4],
            "howpublished": bibtex.escaped(", ".join(filter(None, [whole, _edition(report)]))),
            "note": bibtex.escaped(" ".join(filter(None, [sources, licence]))),
        },
    )


def foot_of(report: Title, licence: str = "") -> str:
    """Say in a line where a chart comes from: house, report, edition, and the licence where it is given."""
    return " · ".join(filter(None, [report.house, report.title, _edition(report), licence]))


def _edition(report: Title) -> str:
    dated = written_date(report.edition_date or "", report.language)
    return labels_of(report.language)("edition", date=dated) if dated else ""


def _units(data: Data) -> str:
    """Say the unit of the numbers, or of each column where they have several; years say it by their name."""
    by_unit: dict[str, list[str]] = {}
    for column in data.columns:
        if column.unit and column.name not in YEARS:
            by_unit.setdefault(column.unit, []).append(column.name)
    if len(by_unit) == 1:
        return next(iter(by_unit))
    return "; ".join(f"{', '.join(names)}: {unit}" for unit, names in by_unit.items())
