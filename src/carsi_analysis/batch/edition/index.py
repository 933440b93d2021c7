"""The index pages of an edition, one a language: what it found, its reports, its data, to be read without a network.

A page is whole without its script; with it, words narrow down what is shown. The browser is told to run that script
and nothing else.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carsi_analysis.batch.edition.beside import index_name
from carsi_analysis.batch.edition.data_files import AUTHOR, citation
from carsi_analysis.batch.edition.definition import Edition
from carsi_analysis.batch.edition.page_files import dressed_page, page_file
from carsi_analysis.batch.folder.inputs import Surroundings
from carsi_analysis.batch.folder.records import Record
from carsi_analysis.batch.formats import ENDINGS, HIGHLIGHTS
from carsi_analysis.batch.run.front import Front
from carsi_analysis.catalogue import REPORTS
from carsi_analysis.data.offered import named
from carsi_analysis.dates import written_date
from carsi_analysis.words import Words, languages, words_of


@dataclass(frozen=True)
class _Report:
    """A document as the page lists it; addresses are relative, and empty where there is no such file."""

    document_id: str
    language: str
    title: str
    line: str
    choices: str
    address: str
    country: str
    place: str
    front: Front
    files: list[tuple[str, str, str]] = field(default_factory=list)
    findings: list[tuple[str, str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """A country on the tile map; columns count in halves, since places of one row stand between those of another."""

    name: str
    address: str
    column: int
    row: int
    figure: tuple[str, str] | None


def index_pages(
    edition: Edition,
    around: Surroundings,
    records: Sequence[Record],
    failed: Mapping[str, str],
    fronts: Mapping[str, Front],
    covers: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Write the index pages.

    Args:
        edition: its title heads the page.
        around: the data that the edition was made from.
        records: the documents, in order.
        failed: documents that could not be built, with the reason.
        fronts: the front pages of documents, by name.
        covers: by language a picture for those that are sent a link, where there is one.

    Returns:
        The pages by file name, and a picture for those that are sent a link, where there is one.
    """
    files = {}
    for language in languages():
        files[index_name(language)] = _page(language, edition, around, records, failed, fronts).encode("utf-8")
        if language in covers:
            files[words_of(language)("index.cover")] = covers[language]
    return files


def _page(
    language: str,
    edition: Edition,
    around: Surroundings,
    records: Sequence[Record],
    failed: Mapping[str, str],
    fronts: Mapping[str, Front],
) -> str:
    from carsi_analysis.export.html import environment

    words = words_of(language).part("index")
    title = edition.title.get(language, edition.title["en"])
    dated = {**around.data_package, "created": written_date(around.data_package["created"], language)}
    listed = [_report(record, words, fronts.get(record["document_id"], Front())) for record in records]
    own = [report for report in listed if report.language == language]
    told = [report for report in own if not report.country]
    hero = next((report for report in told if report.front.tiles and report.address), None)
    body = (
        environment("carsi_analysis.batch.edition")
        .get_template("index.html.j2")
        .render(
            words=words,
            title=title,
            built_from=words("built_from", **dated),
            draft=words("draft") if around.draft else "",
            other_pages=[(code, _language_name(code), index_name(code)) for code in languages() if code != language],
            hero=hero,
            countries=_places(own),
            reports=told,
            profiles=[report for report in own if report.country],
            foreign=[report for report in listed if report.language not in languages()] if own else listed,
            failed=sorted(failed.items()),
            citation=citation(edition.title, around.data_package, language),
        )
    )
    head = _head(words, title, around, own, hero)
    return dressed_page(language, title, body, page_file("index.css") + _grid(own), page_file("index.js"), head)


def _report(record: Record, words: Words, front: Front) -> _Report:
    document_id, files, language = record["document_id"], record["files"], record["language"]
    report = REPORTS.get(record["report_id"])
    page = f"{document_id}.html" if f"{document_id}.html" in files else ""
    country = str(record["parameters"].get("country", ""))
    labels = {"html": words("page"), "pdf": "PDF", ENDINGS[HIGHLIGHTS]: words("highlights"), "ipynb": words("notebook")}
    return _Report(
        document_id,
        language,
        record["title"],
        report.description[words.language] if report else "",
        _choices(record, words),
        page or next((name for suffix in ("pdf", "ipynb") if (name := f"{document_id}.{suffix}") in files), ""),
        country,
        named("countries", country, words_of(words.language).named("label")),
        front,
        [
            (label, name, _size(files[name]["bytes"]))
            for suffix, label in labels.items()
            if (name := f"{document_id}.{suffix}") in files
        ],
        [
            (
                exhibit["title"],
                f"{page}#{_prefix(exhibit)}-{exhibit['id']}" if page else "",
                exhibit.get("data", ""),
                exhibit.get("picture", ""),
            )
            for exhibit in record.get("exhibits", ())
        ],
    )


def _prefix(exhibit: Mapping[str, Any]) -> str:
    return "fig" if exhibit["kind"] == "figure" else "tbl"


def _choices(record: Record, words: Words) -> str:
    """Say which choices set a document apart from others of its report; its title says what the whole is about."""
    report = REPORTS.get(record["report_id"])
    told = []
    for parameter in report.parameters if report else ():
        value = record["parameters"].get(parameter.name, parameter.usual)
        if parameter.name == "language" or parameter.subject or value == parameter.usual:
            continue
        name = named(parameter.table, str(value), words_of(words.language).named("label")) if parameter.table else value
        told.append(f"{parameter.label[words.language]}: {name}")
    return " · ".join(told)


# The map


def _places(reports: Sequence[_Report]) -> list[_Place]:
    """Give the countries that have a page of their own, roughly where they lie."""
    return [
        _Place(
            report.place,
            report.address,
            round(2 * column),
            round(row),
            next(iter(report.front.tiles), None),
        )
        for report in reports
        if report.country and (place := _tile(report.country))
        for column, row in [place]
    ]


def _tile(country: str) -> tuple[float, float] | None:
    try:
        return float(named("countries", country, "tile_column")), float(named("countries", country, "tile_row"))
    except ValueError:  # the data place it nowhere
        return None


def _grid(reports: Sequence[_Report]) -> str:
    """Write where the tiles stand, as rules: the page allows no style of an element."""
    places = _places(reports)
    across = {f".x{place.column}{{grid-column:{place.column + 1}/span 2}}" for place in places}
    return "".join(sorted(across | {f".y{place.row}{{grid-row:{place.row + 1}}}" for place in places}))


# What is said of the page to those who do not read it


def _head(words: Words, title: str, around: Surroundings, reports: Sequence[_Report], hero: _Report | None) -> str:
    """Write what search engines and those who are sent a link are told."""
    from markupsafe import Markup

    finding = hero.front.headline if hero else words("lead")
    described = {"description": words("lead"), "og:title": title, "og:description": finding, "og:type": "website"}
    if hero and hero.front.covers:
        described["og:image"] = words("cover")
    lines = [
        Markup('<meta {}="{}" content="{}">').format("property" if ":" in name else "name", name, content)
        for name, content in described.items()
    ]
    # Inside a script nothing is escaped, and only an end tag could break out of it.
    data = json.dumps(_dataset(words, title, around, reports), ensure_ascii=False).replace("<", "\\u003c")
    return "\n".join([*lines, f'<script type="application/ld+json">{data}</script>'])


def _dataset(words: Words, title: str, around: Surroundings, reports: Sequence[_Report]) -> dict[str, Any]:
    """Describe the edition as schema.org does a data set."""
    tables = [(name, table) for report in reports for name, _, table, _ in report.findings if table]
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": words("lead"),
        "version": around.data_package["version"],
        "datePublished": around.data_package["created"][:10],
        "inLanguage": words.language,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": AUTHOR},
        **({"license": around.licence} if around.licence else {}),
        "distribution": [
            {"@type": "DataDownload", "name": name, "contentUrl": table, "encodingFormat": "text/csv"}
            for name, table in tables
        ],
    }


def _language_name(code: str) -> str:
    return words_of(code)("language.name") if code in languages() else code


def _size(count: int) -> str:
    """Write a file's size; both languages share the decimal point (es_419)."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"
