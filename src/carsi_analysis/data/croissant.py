"""The data package for search engines and machine learning: ``croissant.json``, a schema.org ``Dataset`` in JSON-LD.

Croissant 1.0 is schema.org with columns: Google's and other data search read it as they read schema.org, and
mlcroissant loads the tables by it. Everything in it comes from ``datapackage.json``.
"""

import json
from typing import Any

from carsi_analysis.data.cite import bibtex
from carsi_analysis.data.descriptor import Field, Table
from carsi_analysis.data.package import Package
from carsi_analysis.words import languages

CROISSANT_FILE = "croissant.json"
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The vocabulary of Croissant 1.0, as its specification gives it."""

TYPES = {
    "integer": "sc:Integer",
    "year": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}
"""schema.org's types by those of Table Schema; all others are text."""


def croissant(package: Package) -> str:
    """Describe a package in Croissant, as JSON with keys in the order of reading."""
    descriptor = package.descriptor
    described = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": descriptor.name,
        "alternateName": [descriptor.title, descriptor.title_es],
        "description": descriptor.description,
        "version": descriptor.version,
        "datePublished": descriptor.created,
        "creator": [{"@type": "sc:Organization", "name": each["title"]} for each in descriptor.contributors],
        "license": [each.get("path") or each["name"] for each in descriptor.licences],
        "keywords": list(descriptor.keywords),
        "inLanguage": list(languages()),
        "isAccessibleForFree": True,
        "url": descriptor.homepage,
        "citeAs": bibtex(package),
        "distribution": [_file(table) for table in descriptor.tables],
        "recordSet": [_records(table) for table in descriptor.tables],
    }
    return json.dumps(_without_gaps(described), indent=1, ensure_ascii=False) + "\n"


def _file(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": table.path,
        "name": table.path,
        "contentUrl": table.path,
        "encodingFormat": "text/csv",
        "contentSize": f"{table.size} B" if table.size is not None else None,
        "sha256": table.hash.removeprefix("sha256:") if table.hash else None,
    }


def _records(table: Table) -> dict[str, Any]:
    single = [key for key in table.foreign_keys if len(key.columns) == 1]
    targets = {key.columns[0]: (key.table, key.target_columns[0]) for key in single}
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"{table.title}. {table.description}".strip(),
        "key": [{"@id": f"{table.name}/{column}"} for column in table.primary_key],
        "field": [_field(table, field, targets.get(field.name)) for field in table.fields],
    }


def _field(table: Table, field: Field, target: tuple[str, str] | None) -> dict[str, Any]:
    unit = f" Unit: {field.unit}." if field.unit else ""
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{field.name}",
        "name": field.name,
        "description": f"{field.title}. {field.description}{unit}",
        "dataType": TYPES.get(field.type, "sc:Text"),
        "source": {"fileObject": {"@id": table.path}, "extract": {"column": field.name}},
        "references": {"field": {"@id": "/".join(target)}} if target else None,
    }


def _without_gaps(described: Any) -> Any:
    """Leave out what is not known: JSON-LD has no word for it."""
    if isinstance(described, dict):
        return {name: _without_gaps(value) for name, value in described.items() if value is not None and value != []}
    return [_without_gaps(each) for each in described] if isinstance(described, list) else described
