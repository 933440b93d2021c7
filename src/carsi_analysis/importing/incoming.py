"""What a publisher's file says, in the package's terms: typed values with their place in the file, and the release."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from carsi_analysis.importing.countries import Countries
from carsi_analysis.importing.draft import Draft, read_draft
from carsi_analysis.importing.held import SERIES_COLUMN, YEAR_COLUMNS, HeldSeries, Key
from carsi_analysis.importing.text import plain

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Value:
    """One value of a publisher.

    Attributes:
        table: Table of the package that holds its like.
        key: Its primary key there, without the column ``edition``.
        value: The number as the package writes it; None where the publisher hides it.
        cells: Further cells of its row: locator, status, origin and so on.
        place: Where it stands in the file, for people.
    """

    table: str
    key: dict[str, str]
    value: str | None
    cells: dict[str, str]
    place: str

    @property
    def series(self) -> str:
        """The indicator, or the table where it is one series."""
        return self.key.get(SERIES_COLUMN.get(self.table, ""), self.table)

    def key_in(self, columns: Sequence[str]) -> Key:
        """Its key as the cells of these columns."""
        return tuple(self.key[column] for column in columns)

    @property
    def year(self) -> int:
        """Calendar or fiscal year."""
        stated = self.cells | self.key
        return int(next(stated[column] for column in YEAR_COLUMNS if column in stated))

    @property
    def country(self) -> str:
        """Our code of the country; empty where the table has none."""
        return (self.cells | self.key).get("country_iso3", "")


@dataclass(frozen=True)
class Publication:
    """What stays the same from release to release, and becomes a row of ``sources`` with each.

    Attributes:
        stem: The source identifier without the date.
        label_en, label_es: Short label without the date.
        replaces: How identifiers of earlier releases begin that bear another name; its own releases are known.
    """

    stem: str
    title: str
    publisher: str
    url: str
    licence: str
    label_en: str
    label_es: str
    replaces: tuple[str, ...] = ()
    author: str = ""

    @property
    def earlier(self) -> tuple[str, ...]:
        """How identifiers of all earlier releases begin; its own are its stem and a year of this century."""
        return (f"{self.stem}-2", *self.replaces)

    @property
    def pages(self) -> dict[str, str]:
        """Where the next release is found, by how identifiers of the earlier ones begin."""
        return dict.fromkeys(self.earlier, self.url)


@dataclass(frozen=True)
class Incoming:
    """A file that was read.

    Attributes:
        publication: What it is a release of.
        release: Date of the release, YYYY-MM-DD or YYYY-MM; empty where nobody says.
        stated: The date that the file itself states, whatever the user does; empty where it states none.
        file: Name of the file.
        sha256: Of its bytes.
        values: Every value of the series that the package holds, in the file's order.
        left_aside: Rows that were read and are not for us, by reason.
        notes: What a reviewer should know about the file.
        doubts: Why a series should be looked at before it is taken, as its importer alone can see.
        countries: The countries that were looked for, with the names that were not known.
    """

    publication: Publication
    release: str
    stated: str
    file: str
    sha256: str
    values: tuple[Value, ...]
    left_aside: dict[str, int]
    notes: tuple[str, ...]
    doubts: Mapping[str, str]
    countries: Countries


@dataclass
class Request:
    """What an importer is given.

    Attributes:
        path: The file.
        folder: The data package; it is read when an importer first asks for it, after what costs less.
        release: Date of the release where the user states it.
        indicator: Our indicator or the publisher's, for a file that does not name what it measures.
        mapping: Mapping file of the importer ``table``.
    """

    path: Path
    folder: Path
    release: str = ""
    indicator: str = ""
    mapping: Path | None = None
    left_aside: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    doubts: dict[str, str] = field(default_factory=dict)

    @cached_property
    def package(self) -> Draft:
        """The data package as it is.

        Raises:
            DataError: it is not sound.
        """
        return read_draft(self.folder)

    @cached_property
    def countries(self) -> Countries:
        """The places of the package."""
        return Countries(self.package.held["countries"].columns)

    def held(self, table: str, series: str) -> HeldSeries:
        """The rows of a series that the package holds.

        Raises:
            ImportRefused: there are none.
        """
        if (table, series) not in self._held:
            self._held[table, series] = HeldSeries(self.package.held[table], series, self.file)
        return self._held[table, series]

    @cached_property
    def _held(self) -> dict[tuple[str, str], HeldSeries]:
        return {}

    @property
    def file(self) -> str:
        """Name of the file, safe to print."""
        return plain(self.path.name)

    def incoming(self, publication: Publication, release: str, values: list[Value]) -> Incoming:
        """Close the reading; ``release`` is what the file itself says of its date."""
        return Incoming(
            publication=publication,
            release=self.release or release,
            stated=release,
            file=self.file,
            sha256=sha256_of(self.path),
            values=tuple(values),
            left_aside=dict(sorted(self.left_aside.items())),
            notes=tuple(self.notes),
            doubts=self.doubts,
            countries=self.countries,
        )


def sha256_of(path: Path) -> str:
    """Hash of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
