"""What a document is made from, as content hashes: the same inputs need no second run.

The inputs are the notebook's cells, the parameters, the tables of the data package that the run read, the
description of the data, this package's own files, the versions of the libraries, and Python. They are kept one
by one, so that ``carsi build --explain`` can say which of them changed.
"""

import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from carsi_analysis.batch.folder.installed import code_hash, library_versions
from carsi_analysis.batch.folder.output import sha256
from carsi_analysis.catalogue import LANGUAGES

_TABLE = "table "


@dataclass(frozen=True)
class Surroundings:
    """What all documents of a build share: the data, the code, and what the code runs on.

    ``countries`` names the countries in each language, by code; codes stand in where the data have no names.
    ``description`` is the hash of the description without the seals of the tables, whose own hashes are in ``tables``.
    ``draft`` names the tables that are not as sealed, ``licence`` is the address of the data's.
    """

    data_package: dict[str, str]
    countries: dict[str, dict[str, str]]
    tables: dict[str, str]
    draft: tuple[str, ...]
    description: str
    code: str
    libraries: dict[str, str]
    python: str
    epoch: str
    licence: str = ""

    @property
    def data_sha256(self) -> str:
        """One hash over the whole data package."""
        return _hash_of({"description": self.description, **self.tables})

    def identity(self) -> dict[str, str]:
        """Name what two machines must have in common to make the same report."""
        return {
            "data": self.data_sha256,
            "seal of the data": _hash_of(self.draft),
            "package code": self.code,
            "libraries": _hash_of(self.libraries),
            "Python": self.python,
        }


def surroundings() -> Surroundings:
    """Look at the data package, this package's files and the installed libraries.

    Raises:
        DataError: the description of the data package is faulty, or a table is missing; the message says where.
        CarsiError: there is no data package where ``CARSI_DATA`` says, or none at all.
    """
    # Imported here, so that a worker, which need not look, does not wait for pandas.
    from carsi_analysis.data import DataError, data_folder
    from carsi_analysis.data.place import DESCRIPTOR_FILE
    from carsi_analysis.data.reading import read_files, read_tables
    from carsi_analysis.data.seal import draft_tables, unsealed

    folder = data_folder()
    files = read_files(folder)
    if files.descriptor is None or files.problems:
        raise DataError(str(folder), files.problems)
    described = files.descriptor
    # What is wrong inside a table, each report that loads the data says itself.
    texts, _ = read_tables(files, only=["countries"])
    return Surroundings(
        data_package={"name": described.name, "version": described.version, "created": described.created},
        countries=_country_names(texts["countries"].columns if "countries" in texts else {}),
        tables={table.name: sha256(files.contents[table.path]) for table in described.tables},
        draft=draft_tables(files),
        description=_hash_of(unsealed(json.loads(files.contents[DESCRIPTOR_FILE]))),
        code=code_hash(),
        libraries=library_versions(),
        python=platform.python_version(),
        epoch=os.environ.get("SOURCE_DATE_EPOCH", ""),
        licence=described.licence,
    )


def fingerprint(
    notebook: str, parameters: Mapping[str, Any], around: Surroundings, beside: Mapping[str, Any] | None = None
) -> dict[str, str]:
    """Hash each input of a document; the key of a table is ``table <name>``.

    Every table of the package is in it; ``only_read`` keeps those that the run read. ``beside`` is what the document's
    page leads to in its edition.
    """
    return {
        "notebook": _notebook_hash(notebook),
        "parameters": _hash_of(dict(parameters)),
        "package code": around.code,
        "libraries": _hash_of(around.libraries),
        "python": around.python,
        "SOURCE_DATE_EPOCH": around.epoch,
        "data description": around.description,
        "seal of the data": _hash_of(around.draft),
        **({"what the edition holds": _hash_of(dict(beside))} if beside else {}),
        **{_TABLE + name: digest for name, digest in around.tables.items()},
    }


def only_read(inputs: Mapping[str, str], tables_read: Iterable[str]) -> dict[str, str]:
    """Drop the tables that a run did not read."""
    read = {_TABLE + name for name in tables_read}
    return {name: digest for name, digest in inputs.items() if not name.startswith(_TABLE) or name in read}


def changes(recorded: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Name the inputs that differ from those of an earlier run, which recorded only the tables that it read."""
    return [
        name
        for name in sorted(recorded.keys() | {n for n in now if not n.startswith(_TABLE)})
        if recorded.get(name) != now.get(name)
    ]


def _country_names(columns: Mapping[str, list[str]]) -> dict[str, dict[str, str]]:
    codes = columns.get("country_iso3", [])
    return {language: dict(zip(codes, columns.get(f"label_{language}", []), strict=False)) for language in LANGUAGES}


def _notebook_hash(text: str) -> str:
    """Hash the cells and their metadata; stored outputs do not count."""
    cells = json.loads(text)["cells"]
    return _hash_of([[cell["cell_type"], cell["source"], cell.get("metadata", {})] for cell in cells])


def _hash_of(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode("utf-8"))
