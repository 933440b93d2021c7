"""An edition: the documents that are built together to be handed out, as a TOML file lists them.

A list of values means one document for each, and several lists mean every combination:

    title.en = "Country profiles"
    title.es = "Perfiles de país"

    [[documents]]
    report = "country-profile"
    languages = ["en", "es"]
    parameters.country = ["HND", "GTM"]
    parameters.start_year = 2008
"""

import difflib
import itertools
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carsi_analysis.batch.locate import room
from carsi_analysis.batch.plan import FORMATS, Document, make_document, without_repeats
from carsi_analysis.catalogue import LANGUAGES, find_report
from carsi_analysis.errors import UsageError

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_KEYS = ("title", "documents")
_DOCUMENT_KEYS = ("report", "languages", "formats", "parameters")


@dataclass(frozen=True)
class Edition:
    """A named list of documents; the name is that of its folder and of its zip file."""

    name: str
    title: dict[str, str]
    documents: tuple[Document, ...]


def shipped_editions() -> list[str]:
    """Return the names of the editions that come with the package."""
    return sorted(path.stem for path in room("editions").glob("*.toml"))


def read_edition(name_or_path: str) -> Edition:
    """Read an edition by its name, or from a file of one's own.

    Raises:
        UsageError: there is no such edition, or its file is wrong; the message names the entry.
    """
    own = name_or_path.endswith(".toml")
    path = Path(name_or_path) if own else room("editions") / f"{name_or_path}.toml"
    if not path.is_file() or not (own or _NAME.fullmatch(name_or_path)):
        near = difflib.get_close_matches(name_or_path, shipped_editions(), n=1, cutoff=0.4)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(shipped_editions())}, or give a .toml"
        raise UsageError(f"there is no edition {name_or_path!r}; {hint}")
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not TOML: {error}; save it as UTF-8") from error
    return parse_edition(text, path.stem, str(path))


def parse_edition(text: str, name: str, where: str) -> Edition:
    """Read an edition from TOML.

    Args:
        text: the TOML.
        name: the edition's name.
        where: names the file in error messages.

    Raises:
        UsageError: the TOML or an entry is wrong.
    """
    try:
        return _parse(text, name)
    except UsageError as error:
        raise UsageError(f"{where}: {error}") from error


def _parse(text: str, name: str) -> Edition:
    if not _NAME.fullmatch(name):
        raise UsageError(f"an edition's name is made of a-z, 0-9 and hyphen, not {name!r}")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(str(error)) from error
    _check_keys(table, _KEYS)
    title = table.get("title", {})
    if not isinstance(title, dict) or not all(isinstance(title.get(code), str) for code in LANGUAGES):
        raise UsageError("an edition needs title.en and title.es")
    entries, documents = table.get("documents", []), list[Document]()
    if not isinstance(entries, list):
        raise UsageError("documents is a list; each of its entries begins with [[documents]]")
    for number, entry in enumerate(entries, 1):
        try:
            documents += _documents(entry)
        except UsageError as error:
            raise UsageError(f"entry {number} of documents: {error}") from error
    if not documents:
        raise UsageError("an edition needs at least one [[documents]] entry")
    return Edition(name, {code: title[code] for code in LANGUAGES}, tuple(without_repeats(documents)))


def _documents(entry: Any) -> list[Document]:
    """List the documents of one entry: every combination of the values that it lists."""
    if not isinstance(entry, dict) or "report" not in entry:
        raise UsageError('report is missing; such as report = "regional-briefing"')
    _check_keys(entry, _DOCUMENT_KEYS)
    reports = [find_report(str(report_id)) for report_id in _as_list(entry["report"])]
    formats = [str(name) for name in _as_list(entry.get("formats", list(FORMATS)))]
    parameters = entry.get("parameters", {})
    if not isinstance(parameters, dict):
        raise UsageError('parameters is a table, such as parameters.country = "HND"')
    varied = {name: _as_list(value) for name, value in parameters.items()}
    if "languages" in entry:
        varied["language"] = _as_list(entry["languages"])
    return [
        make_document(report, dict(zip(varied, values, strict=True)), formats)
        for report in reports
        for values in itertools.product(*varied.values())
    ]


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _check_keys(table: Mapping[str, Any], known: Collection[str]) -> None:
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            raise UsageError(f"unknown entry {key!r}; {hint}")
