"""An edition that was never built: enough records and front pages for its index."""

from carsi_analysis.batch.edition.definition import Edition
from carsi_analysis.batch.folder.inputs import Surroundings
from carsi_analysis.batch.run.front import Front

DATA = {"name": "carsi", "version": "2026.11.0", "created": "2026-11-24"}
NAMES = {"BLZ": "Belize", "HND": "Honduras", "NIC": "Nicaragua"}
AROUND = Surroundings(
    DATA, {"en": NAMES, "es": NAMES}, {}, draft=(), description="", code="", libraries={}, python="", epoch=""
)
EDITION = Edition("trial", {"en": "A trial edition", "es": "Una edición de prueba"}, ())
COUNTRIES = tuple(NAMES)


def record(report_id: str, language: str, title: str, **parameters: object) -> dict[str, object]:
    document_id = "-".join([report_id, *(str(value).lower() for value in parameters.values()), language])
    names = [f"{document_id}.{suffix}" for suffix in ("html", "ipynb", "pdf")] + [f"data/{document_id}/rates.csv"]
    return {
        "report_id": report_id,
        "document_id": document_id,
        "language": language,
        "title": title,
        "parameters": {"language": language, **parameters},
        "exhibits": [{"id": "rates", "kind": "figure", "title": f"Homicide, {title}", "data": names[-1]}],
        "files": {name: {"bytes": 1000, "sha256": "0" * 64} for name in names},
    }


RECORDS = [record("regional-briefing", language, f"Regional briefing, {language}") for language in ("en", "es")] + [
    record("country-profile", language, f"Profile of {country}, {language}", country=country)
    for country in COUNTRIES
    for language in ("en", "es")
]

FAILED = {"threats-en": "a cell failed: the series is empty"}

FRONTS = {
    "regional-briefing-en": Front("Nobody knows <why>", "Half is unknown", (("56%", "fewer homicides"),)),
    "country-profile-hnd-en": Front("Homicide fell", "", (("31.4", "homicides per 100,000"),)),
}

BESIDE = {
    "index": "index.html",
    "pdf": "regional-briefing-en.pdf",
    "languages": [["es", "regional-briefing-es.html"]],
    "others": [["Country profile: Honduras", "country-profile-hnd-en.html"]],
}
"""What the page of the regional briefing leads to."""
