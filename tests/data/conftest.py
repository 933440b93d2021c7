"""A small complete data package with unusual names, and a way to break it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COUNTRIES = """\
country_iso3,label_en,label_es,kind
CRI,Costa Rica,Costa Rica,country
GTM,Guatemala,Guatemala,country
USA,United States,Estados Unidos,comparator
"""

SOURCES = """\
source_id,title,publisher,release_date,url,licence,author,short_label_en,short_label_es
año-2009,"Informe «Ñandú», tomo 1",Archivo General,2009-05,https://example.org/ñ,CC BY 4.0,,\
Archive 2009,Archivo 2009
ledger-2012,"The ""Blue"" Ledger",Ledger Office,2012-03-09,https://example.org/blue,public domain,A. Writer,\
Ledger 2012,Libro 2012
"""

CAVEATS = """\
caveat_id,text_en,text_es
rounded,Rounded by the publisher,Redondeado por el editor
series-break,The method changed in 2011,El método cambió en 2011
"""

LEDGER = """\
entry_id,fiscal_year,country_iso3,status,amount_usd,as_of,audited,caveats,source_id
sum-2011,2011,,allocated,-5,,false,,año-2009
sum-2012,2012,CRI,allocated,31500000,2012-02-29,true,rounded,ledger-2012
été-2010,2010,GTM,planned,25000000,2010-12-31,true,rounded;series-break,ledger-2012
"""

INDICATORS = """\
indicator_id,label_en,unit_id,caveats
hom-rate,Homicide rate,per_100k,series-break
trust-police,Trust in the police,percent,
"""

OBSERVATIONS = """\
indicator_id,country_iso3,year,value,source_id
hom-rate,CRI,2010,11.6,ledger-2012
hom-rate,GTM,2010,40.7,ledger-2012
hom-rate,GTM,2011,38.4,ledger-2012
trust-police,CRI,2010,41.2,año-2009
trust-police,GTM,2010,46.0,año-2009
trust-police,GTM,2011,35.5,año-2009
trust-police,GTM,2012,39,año-2009
"""


def _field(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    constraints = {key: more.pop(key) for key in ("enum", "minimum", "maximum", "pattern") if key in more}
    if more.pop("required", True):
        constraints["required"] = True
    words = {"title": name.capitalize(), "title_es": f"{name} (es)", "description": f"The {name}"}
    return {"name": name, "type": kind, **words, "constraints": constraints, **more}


def _reference(column: str, table: str) -> dict[str, Any]:
    return {"fields": [column], "reference": {"resource": table, "fields": [column]}}


def _resource(
    name: str, fields: list[dict[str, Any]], key: list[str], references: dict[str, str] | None = None
) -> dict[str, Any]:
    keys = [_reference(column, table) for column, table in (references or {}).items()]
    schema = {"fields": fields, "primaryKey": key, "foreignKeys": keys, "missingValues": [""]}
    words = {"title": name.capitalize(), "title_es": f"{name} (es)", "description": f"All {name}"}
    return {"name": name, "path": f"{name}.csv", **words, "schema": schema}


def describe() -> dict[str, Any]:
    """The description of the small package; a fresh one at every call."""
    optional: dict[str, Any] = {"required": False}
    listed = {"list": ";", "references": "caveats.caveat_id", "required": False}
    return {
        "name": "ñandú-ledger",
        "title": "The ñandú ledger",
        "title_es": "El libro del ñandú",
        "version": "0.9.0",
        "created": "2012-04-01",
        "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0"}],
        "contributors": [{"title": "Ñandú Society", "role": "author"}],
        "resources": [
            _resource(
                "countries",
                [
                    _field("country_iso3", pattern="[A-Z]{3}"),
                    _field("label_en"),
                    _field("label_es"),
                    _field("kind", enum=["country", "comparator"]),
                ],
                ["country_iso3"],
            ),
            _resource(
                "sources",
                [
                    _field("source_id"),
                    _field("title"),
                    _field("publisher"),
                    _field("release_date"),
                    _field("url"),
                    _field("licence"),
                    _field("author", **optional),
                    _field("short_label_en"),
                    _field("short_label_es"),
                ],
                ["source_id"],
            ),
            _resource("caveats", [_field("caveat_id"), _field("text_en"), _field("text_es")], ["caveat_id"]),
            _resource(
                "ledger",
                [
                    _field("entry_id"),
                    _field("fiscal_year", "year", minimum=2008, maximum=2020),
                    _field("country_iso3", **optional),
                    _field("status", enum=["planned", "allocated", "obligated"]),
                    _field("amount_usd", "integer", unit="US dollars", minimum=-1000),
                    _field("as_of", "date", **optional),
                    _field("audited", "boolean"),
                    _field("caveats", **listed),
                    _field("source_id"),
                ],
                ["entry_id"],
                {"country_iso3": "countries", "source_id": "sources"},
            ),
            _resource(
                "indicators",
                [_field("indicator_id"), _field("label_en"), _field("unit_id"), _field("caveats", **listed)],
                ["indicator_id"],
            ),
            _resource(
                "observations",
                [
                    _field("indicator_id"),
                    _field("country_iso3"),
                    _field("year", "year", minimum=1990, maximum=2030),
                    _field("value", "number", minimum=0),
                    _field("source_id"),
                ],
                ["indicator_id", "country_iso3", "year"],
                {"indicator_id": "indicators", "country_iso3": "countries", "source_id": "sources"},
            ),
        ],
    }


def write_package(folder: Path) -> Path:
    """Write the small package into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "countries.csv": COUNTRIES,
        "sources.csv": SOURCES,
        "caveats.csv": CAVEATS,
        "ledger.csv": LEDGER,
        "indicators.csv": INDICATORS,
        "observations.csv": OBSERVATIONS,
        "datapackage.json": json.dumps(describe(), ensure_ascii=False, indent=2) + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    return folder


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The folder of a sound small package that the test may break; its name needs quoting."""
    return write_package(tmp_path / "données du ñandú")


@pytest.fixture
def descriptor() -> Callable[[], dict[str, Any]]:
    """Makes a fresh description of the small package at every call."""
    return describe


Edit = Callable[[str, str, str], None]


@pytest.fixture
def replace(package: Path) -> Edit:
    """``replace(file, old, new)`` changes one place of a file, which must stand there exactly once."""

    def edit(file: str, old: str, new: str) -> None:
        text = (package / file).read_bytes().decode()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (package / file).write_bytes(text.replace(old, new).encode())

    return edit
