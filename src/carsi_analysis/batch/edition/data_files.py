"""What makes the tables of an edition explain themselves: a Data Package and a text to read, beside the CSV files.

The CSV files hold a header of stable names and values, as programs want them. Titles, units, types, sources and licence
of every column and table stand in ``data/datapackage.json`` (Data Package, profile of tables), which frictionless,
DuckDB, R and OpenRefine read; ``data/README.txt`` says the same in words, in every language.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from carsi_analysis.batch.edition.definition import Edition
from carsi_analysis.batch.folder.inputs import Surroundings
from carsi_analysis.batch.folder.records import Record, to_json
from carsi_analysis.dates import written_date
from carsi_analysis.words import languages, words_of

FOLDER = "data"
DESCRIBED, README = f"{FOLDER}/datapackage.json", f"{FOLDER}/README.txt"
AUTHOR = "CARSI Analysis"
QUALIFIER = "qualifier"


def data_files(edition: Edition, around: Surroundings, records: Sequence[Record]) -> dict[str, bytes]:
    """Describe the CSV files of an edition.

    Args:
        edition: its name and title.
        around: version, date and licence of the data.
        records: the documents that were built.

    Returns:
        Content by file name; nothing where no document has a table to take.
    """
    resources = [
        _resource(exhibit, record, around)
        for record in records
        for exhibit in record.get("exhibits", ())
        if exhibit.get("data")
    ]
    if not resources:
        return {}
    described = {
        "profile": "tabular-data-package",
        "name": edition.name,
        "title": next(iter(edition.title.values())),
        **{f"title_{code}": title for code, title in edition.title.items()},
        "version": around.data_package["version"],
        "created": f"{around.data_package['created'][:10]}T00:00:00Z",  # frictionless wants a time
        **_licences(around),
        "contributors": [{"title": AUTHOR, "role": "author"}],
        **{f"citation_{code}": citation(edition.title, around.data_package, code) for code in languages()},
        "resources": resources,
    }
    readme = "\n\n".join(_readme(edition, around, code) for code in languages())
    return {DESCRIBED: to_json(described).encode("utf-8"), README: readme.encode("utf-8")}


def citation(title: Mapping[str, str], data: Mapping[str, Any], language: str) -> str:
    """Say how to cite an edition, by its title and the name, version and date of its data."""
    dated = {**data, "created": written_date(data["created"], language)}
    return words_of(language).part("index")("cite_as", title=title.get(language, title["en"]), **dated)


def _resource(exhibit: Mapping[str, Any], record: Record, around: Surroundings) -> dict[str, Any]:
    path = exhibit["data"].removeprefix(f"{FOLDER}/")
    cited = {source["source_id"]: source for source in record["sources"]}
    sources = [cited[name] for name in exhibit.get("sources", ()) if name in cited]
    return {
        "profile": "tabular-data-resource",
        "name": path.removesuffix(".csv").replace("/", "--").lower(),
        "path": path,
        "title": exhibit.get("title", ""),
        "description": exhibit.get("subtitle", ""),
        "language": record["language"],
        "document": record["document_id"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_licences(around),
        **({"sources": [_source(source) for source in sources]} if sources else {}),
        "schema": {"fields": [_field(column, record["language"]) for column in exhibit["columns"]]},
    }


def _licences(around: Surroundings) -> dict[str, Any]:
    return {"licenses": [{"path": around.licence}]} if around.licence else {}


def _source(source: Mapping[str, Any]) -> dict[str, str]:
    return {"title": source["text"], **({"path": source["url"]} if source.get("url") else {})}


def _field(column: Mapping[str, Any], language: str) -> dict[str, Any]:
    told = words_of(language).part("data_files")("qualifier") if column["name"] == QUALIFIER else ""
    return {**column, **({"description": told} if told else {})}


def _readme(edition: Edition, around: Surroundings, language: str) -> str:
    words = words_of(language).part("data_files")
    title = edition.title.get(language, edition.title["en"])
    told = [
        words("what"),
        words("columns"),
        words("numbers"),
        words("qualifier"),
        words("sources"),
        words("licence", licence=around.licence) if around.licence else "",
        words("cite", citation=citation(edition.title, around.data_package, language)),
    ]
    return "\n\n".join([title, "=" * len(title), *filter(None, told)]).replace("\n\n=", "\n=", 1) + "\n"
