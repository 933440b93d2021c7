"""An edition: the documents that are built together to be handed out, as a TOML file lists them.

A list of values means one document for each, and several lists mean every combination. ``"every"`` lists all choices of
a parameter, ``"last"`` is the last year that the data hold:

    title.en = "Country profiles"
    title.es = "Perfiles de país"

    [[documents]]
    report = "country-profile"
    languages = ["en", "es"]
    parameters.country = "every"
    parameters.start_year = [2008, 2012]

With ``pictures = true`` each chart is drawn as pictures too, and as a page that another page can show in a frame.
"""

import difflib
import itertools
import re
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from carsi_analysis.batch.edition.beside import with_links
from carsi_analysis.batch.formats import USUAL_FORMATS
from carsi_analysis.batch.locate import edition_file, room
from carsi_analysis.batch.plan import Document, make_document, without_repeats
from carsi_analysis.catalogue import LANGUAGES, Report, find_report
from carsi_analysis.declared import place_of, read_toml
from carsi_analysis.errors import UsageError

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
EVERY = "every"
"""Stands for a list of every choice that a parameter has, such as every country of the data."""


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
    own, path = name_or_path.endswith(".toml"), edition_file(name_or_path)
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


class _Documents(BaseModel):
    """An entry: what it lists, in every combination."""

    model_config = ConfigDict(extra="forbid")
    report: str | list[str] = Field(description='a report or a list of them, such as report = "regional-briefing"')
    languages: str | list[str] = []
    formats: str | list[str] = list(USUAL_FORMATS)
    parameters: dict[str, Any] = Field({}, description='a table, such as parameters.country = "HND"')


class _Edition(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: dict[str, str] = Field(description=" and ".join(f"title.{code}" for code in LANGUAGES))
    pictures: bool = False
    documents: list[_Documents] = Field(
        min_length=1, description="a list with at least one entry, which begins with [[documents]]"
    )

    @field_validator("title")
    @classmethod
    def _in_every_language(cls, title: dict[str, str]) -> dict[str, str]:
        if not set(LANGUAGES) <= set(title):
            raise ValueError(" and ".join(f"title.{code}" for code in LANGUAGES))
        return title


def parse_edition(text: str, name: str, where: str) -> Edition:
    """Read an edition from TOML.

    Args:
        text: the TOML.
        name: the edition's name.
        where: names the file in error messages.

    Raises:
        UsageError: the TOML or an entry is wrong.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"{where}: an edition's name is made of a-z, 0-9 and hyphen, not {name!r}")
    edition = read_toml(text, _Edition, where)
    documents: list[Document] = []
    for position, entry in enumerate(edition.documents):
        try:
            documents += _documents(entry)
        except UsageError as error:
            raise UsageError(f"{place_of(text, ('documents', position), where)}: {error}") from error
    titles = {code: edition.title[code] for code in LANGUAGES}
    return Edition(name, titles, with_links(without_repeats(documents), pictures=edition.pictures))


def _documents(entry: _Documents) -> list[Document]:
    """List the documents of one entry: every combination of the values that it lists."""
    reports = [find_report(report_id) for report_id in _as_list(entry.report)]
    documents = []
    for report in reports:
        varied = {name: _values(report, name, value) for name, value in entry.parameters.items()}
        if entry.languages:
            varied["language"] = _as_list(entry.languages)
        for values in itertools.product(*varied.values()):
            documents.append(make_document(report, dict(zip(varied, values, strict=True)), _as_list(entry.formats)))
    return documents


def _values(report: Report, name: str, value: Any) -> list[Any]:
    """The values that an entry lists for a parameter; every one that the data offer, where it says so."""
    return list(report.parameter(name).allowed) if value == EVERY else _as_list(value)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
