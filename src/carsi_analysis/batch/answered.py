"""The last answer of an output folder: the same request, made of the same and over the same files, has the same answer.

To find that nothing changed, a build would read the catalogue, plan every document and compare all records, most of
which is importing. Here every byte that it would look at is hashed instead: the data, the notebooks, the edition, this
package, the versions of the libraries, and the files that were written.
"""

import json
import os
import platform
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from carsi_analysis.batch.folder.installed import code_hash, library_versions
from carsi_analysis.batch.folder.output import STATE, noted, sha256
from carsi_analysis.batch.locate import edition_file, room
from carsi_analysis.batch.request import Request
from carsi_analysis.batch.summary import Summary
from carsi_analysis.data.place import data_folder
from carsi_analysis.errors import CarsiError
from carsi_analysis.files import write_atomically

NOTE = "answer.json"
"""Notes, among what a build notes for itself, of what the answer was made, and over which files."""


class LastAnswer:
    """What was answered to a request the last time that it was built whole."""

    def __init__(self, request: Request) -> None:
        """Look at what the answer would be made of now."""
        edition = edition_file(request.edition) if request.edition else None
        self._out = request.folder().resolve()
        self._folder = self._out / edition.stem if edition else None
        self._note = (self._folder or self._out) / STATE / NOTE
        self._made_of = ""
        with suppress(CarsiError, OSError):  # a build says what is wrong
            self._made_of = _made_of(request, self._out, [edition] if edition else [])

    def that_holds(self) -> Summary | None:
        """Give the answer if all is as it was, with every document unchanged; None if a build has to look."""
        note = noted(self._note, made_of=str, files=dict, paths=dict, edition=dict)
        if note is None or not self._made_of or note["made_of"] != self._made_of:
            return None
        try:
            if note["files"] != self._hashes(note["files"]):
                return None
        except (OSError, ValueError):
            return None
        paths = {name: list(map(Path, paths)) for name, paths in note["paths"].items()}
        return Summary(paths, {name: Path(path) for name, path in note["edition"].items()}, unchanged=list(paths))

    def keep(self, summary: Summary) -> None:
        """Note the answer of a build in which nothing failed."""
        with suppress(OSError):  # it only saves time, and the build has told of a full disk
            told = summary.as_values()
            paths = [*told["edition"].values(), *(path for paths in told["paths"].values() for path in paths)]
            files = self._hashes(os.path.relpath(path, self._out) for path in paths)
            note = {"made_of": self._made_of, "files": files, "paths": told["paths"], "edition": told["edition"]}
            write_atomically(self._note, json.dumps(note))

    def _hashes(self, names: Iterable[str]) -> dict[str, str]:
        """Hash files of the output; of an edition's folder all that lie in it, whoever put them there."""
        if self._folder is not None:
            names = {*names, *(os.path.relpath(path, self._out) for path in _files(self._folder))}
        return {name: sha256((self._out / name).read_bytes()) for name in names}


def _made_of(request: Request, out: Path, files: list[Path]) -> str:
    """Hash everything that decides what a build answers."""
    files = [*files, *_files(data_folder()), *_files(room("notebooks"))]
    made_of = [
        repr(request),
        str(out),
        code_hash(),
        library_versions(),
        platform.python_version(),
        os.environ.get("SOURCE_DATE_EPOCH", ""),
        sorted((str(path), sha256(path.read_bytes())) for path in files),
    ]
    return sha256(json.dumps(made_of).encode("utf-8"))


def _files(folder: Path) -> Iterator[Path]:
    """Give the files below a folder, without what a build notes for itself."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != STATE]
        linked = [name for name in folders if Path(place, name).is_symlink()]
        yield from (Path(place, name) for name in [*names, *linked])
