"""The index pages of an edition, one a language: every document, to be found without a network.

The pages are whole without their script; with it, the documents can be narrowed down by report, country and
language. The browser is told to run that script and nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from carsi_analysis.batch.edition.definition import Edition
from carsi_analysis.batch.edition.page_files import page_file
from carsi_analysis.batch.folder.inputs import Surroundings
from carsi_analysis.batch.folder.records import Record
from carsi_analysis.catalogue import REPORTS, Report
from carsi_analysis.dates import written_date
from carsi_analysis.house.page import page as house_page
from carsi_analysis.words import languages, words_of


class _Page:
    """What the functions below share: the page's language, its words, and the names of the countries."""

    def __init__(self, language: str, around: Surroundings) -> None:
        self.language, self.words = language, words_of(language).part("index")
        self.countries = around.countries[words_of(language)("language.data")]


def index_pages(
    edition: Edition, around: Surroundings, records: Sequence[Record], failed: Mapping[str, str]
) -> dict[str, bytes]:
    """Write the index pages.

    Args:
        edition: its title heads the page.
        around: the data that the edition was made from.
        records: the documents, in order.
        failed: documents that could not be built, with the reason.

    Returns:
        The pages by file name.
    """
    return {
        page_name(language): _page(_Page(language, around), edition, around, records, failed).encode("utf-8")
        for language in languages()
    }


def page_name(language: str) -> str:
    """Name the page in a language; browsers open ``index.html``."""
    return words_of(language)("index.file")


def _page(
    page: _Page,
    edition: Edition,
    around: Surroundings,
    records: Sequence[Record],
    failed: Mapping[str, str],
) -> str:
    title = edition.title.get(page.language, edition.title["en"])
    created = written_date(around.data_package["created"], page.language)
    data = page.words("built_from", **{**around.data_package, "created": created})
    draft = f'\n<p class="draft">{escape(page.words("draft"))}</p>' if around.draft else ""
    sections = "".join(_section(page, report_id, rows) for report_id, rows in _by_report(records).items())
    body = f"""<header>
<nav>{_other_pages(page)}</nav>
<h1>{escape(title)}</h1>
<p>{escape(data)}</p>{draft}
</header>
<main>
{_filters(page, records)}
{sections}
{_failures(page, failed)}
</main>"""
    return house_page(page.language, title, body, page_file("pages.css"), page_file("index.js"))


def _other_pages(page: _Page) -> str:
    return " ".join(
        f'<a href="{page_name(other)}" lang="{other}" hreflang="{other}">{_language_name(other)}</a>'
        for other in languages()
        if other != page.language
    )


def _filters(page: _Page, records: Sequence[Record]) -> str:
    """Write the form that narrows the list; it stays hidden until the script shows it."""
    reports = {record["report_id"]: _report_title(page, record["report_id"]) for record in records}
    countries = {code: page.countries.get(code, code) for record in records if (code := _country(record))}
    languages = {record["language"]: _language_name(record["language"]) for record in records}
    choices = {"report": reports, "country": countries, "language": languages}
    selects = "".join(_select(page, name, options) for name, options in choices.items() if len(options) > 1)
    if not selects:
        return ""
    one, many = page.words("shown.one"), page.words("shown.many", count="{count}")
    return (
        f'<form id="filters" hidden><h2>{page.words("find")}</h2><div class="fields">{selects}</div>'
        f'<p id="shown" role="status" data-one="{one}" data-many="{many}">{many.format(count=len(records))}</p></form>'
    )


def _select(page: _Page, name: str, options: Mapping[str, str]) -> str:
    choices = "".join(
        f'<option value="{escape(value)}">{escape(label)}</option>'
        for value, label in sorted(options.items(), key=lambda item: item[1])
    )
    return (
        f'<label>{page.words(name)} <select name="{name}">'
        f'<option value="">{page.words("all")}</option>{choices}</select></label>'
    )


def _by_report(records: Iterable[Record]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(record["report_id"], []).append(record)
    return groups


def _section(page: _Page, report_id: str, records: Sequence[Record]) -> str:
    rows = "".join(_row(page, record) for record in records)
    heads = "".join(f'<th scope="col">{page.words(name)}</th>' for name in ("document", "language", "files"))
    anchor = f"report-{escape(report_id)}"
    return (
        f'<section aria-labelledby="{anchor}"><h2 id="{anchor}">{escape(_report_title(page, report_id))}</h2>'
        f'<div class="wide" role="group" aria-labelledby="{anchor}" tabindex="0">'
        f'<table class="documents"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></section>\n'
    )


def _row(page: _Page, record: Record) -> str:
    language = escape(record["language"])
    details = _parameters_line(page, record)
    name = f'<span lang="{language}">{escape(record["title"])}</span>'
    name += f' <span class="detail">{escape(details)}</span>' if details else ""
    return (
        f'<tr data-report="{escape(record["report_id"])}" data-country="{escape(_country(record))}" '
        f'data-language="{language}"><th scope="row">{name}</th>'
        f'<td lang="{language}">{_language_name(record["language"])}</td><td>{_files(page, record)}</td></tr>'
    )


def _files(page: _Page, record: Record) -> str:
    """Link the document's files; each link's name tells the document, for those who hear links out of context."""
    document_id, files = record["document_id"], record["files"]
    names = {"html": page.words("page"), "pdf": "PDF", "ipynb": page.words("notebook")}
    about = escape(f"{record['title']} ({_language_name(record['language'])})")
    links = [
        f'<span class="file"><a href="{file}" aria-label="{label}, {about}">{label}</a> '
        f'<span class="detail">{_size(files[file]["bytes"])}</span></span>'
        for suffix, label in names.items()
        if (file := f"{document_id}.{suffix}") in files
    ]
    tables = [name for name in files if name.endswith(".csv")]
    if tables:
        items = "".join(f'<li><a href="{name}">{name.rsplit("/", 1)[-1]}</a></li>' for name in tables)
        told = page.words("data", count=len(tables))
        links.append(f"<details><summary>{told}</summary><ul>{items}</ul></details>")
    return " ".join(links)


def _failures(page: _Page, failed: Mapping[str, str]) -> str:
    if not failed:
        return ""
    items = "".join(f"<li>{escape(name)}: {escape(reason)}</li>" for name, reason in sorted(failed.items()))
    return f"<section><h2>{page.words('failed')}</h2><ul>{items}</ul></section>"


def _report_title(page: _Page, report_id: str) -> str:
    report = REPORTS.get(report_id)
    return report.title[page.language] if report else report_id


def _parameters_line(page: _Page, record: Record) -> str:
    """Say what sets this document apart from others of its report: the parameters that are not the default."""
    report: Report | None = REPORTS.get(record["report_id"])
    told = []
    for name, value in record["parameters"].items():
        declared = next((p for p in report.parameters if p.name == name), None) if report else None
        if name == "language" or (declared and value == declared.usual and name != "country"):
            continue
        label = declared.label[page.language] if declared else name
        told.append(f"{label}: {page.countries.get(str(value), value)}")
    return " · ".join(told)


def _country(record: Record) -> str:
    return str(record["parameters"].get("country", ""))


def _language_name(code: str) -> str:
    return words_of(code)("language.name") if code in languages() else code


def _size(count: int) -> str:
    """Write a file's size; both languages share the decimal point (es_419)."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"
