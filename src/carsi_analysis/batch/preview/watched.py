"""Which files a preview rests on, and what a change of one of them asks for."""

import tomllib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import watchfiles

import carsi_analysis
from carsi_analysis.data.place import DESCRIPTOR_FILE, data_folder

CODE = Path(carsi_analysis.__file__).resolve().parent
WORDS = CODE / "words"
CATALOGUE_WORDS = ("report", "parameter", "language")
"""Parts of the words that the catalogue takes when it is imported."""
_STEP, _MOST = 20, 300
"""Milliseconds: how long nothing more may be saved for a save to be over, and when it counts as over all the same."""


class Change(Enum):
    """What a save asks for."""

    NOTEBOOK = "run the notebook again"
    DATA = "read the data again, too"
    WORDS = "read words and data again and draw everything anew, since pictures hold words"
    CODE = "import everything again"


class Watched:
    """The files behind a document: its notebook, the data, and this package with its words."""

    def __init__(self, notebook: Path) -> None:
        """Look at what there is before anything is edited."""
        self._notebook, self._data = notebook.resolve(), data_folder().resolve()
        self._catalogue = _catalogue_words({})

    def changes(self) -> Iterator[Change]:
        """Wait for saves; yield the most that those which came together ask for.

        Raises:
            KeyboardInterrupt: the user, or a signal, has ended the preview.
        """
        places = {self._notebook.parent, self._data, CODE}
        for saved in watchfiles.watch(*places, watch_filter=self._counts, debounce=_MOST, step=_STEP):
            yield self._asked_by({Path(name) for _, name in saved})

    def _counts(self, _change: watchfiles.Change, name: str) -> bool:
        path = Path(name)
        if path.is_relative_to(self._data):
            return path.suffix == ".csv" or path.name == DESCRIPTOR_FILE
        if path.is_relative_to(CODE):
            return "_package" not in path.parts and path.suffix in (".py", ".toml", ".css", ".j2", ".typ")
        return path == self._notebook

    def _asked_by(self, paths: set[Path]) -> Change:
        edited = [path for path in paths if path.is_relative_to(CODE) and not path.is_relative_to(self._data)]
        words = [path for path in edited if path.parent == WORDS and path.suffix == ".toml"]
        before, self._catalogue = self._catalogue, _catalogue_words(self._catalogue)
        if len(edited) > len(words) or before != self._catalogue:
            return Change.CODE
        if words:
            return Change.WORDS
        return Change.DATA if any(path.is_relative_to(self._data) for path in paths) else Change.NOTEBOOK


def _catalogue_words(before: dict[str, Any]) -> dict[str, Any]:
    """Read those parts of each language; one that cannot be read, which a report will say, is as it was before."""
    found = {}
    for path in WORDS.glob("*.toml"):
        try:
            texts = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            texts = before.get(path.name, {})
        found[path.name] = {part: texts[part] for part in CATALOGUE_WORDS if part in texts}
    return found
