"""Where notebooks, data and editions are: in the repository, or in the copy that the wheel carries."""

import json
from pathlib import Path

import carsi_analysis
from carsi_analysis.errors import UsageError

_MODULE_FOLDER = Path(carsi_analysis.__file__).resolve().parent


def repository() -> Path | None:
    """Return the repository that this package is imported from, or None when it was installed from a wheel."""
    root = _MODULE_FOLDER.parents[1]
    return root if (root / "pyproject.toml").is_file() and (root / "notebooks").is_dir() else None


def room(name: str) -> Path:
    """Return the folder ``data``, ``notebooks`` or ``editions``."""
    root = repository()
    if root is None:
        return _MODULE_FOLDER / "_package" / name
    return root / "reports" / name if name == "editions" else root / name


def edition_file(name_or_path: str) -> Path:
    """Return the file of an edition, which goes by its name or by that file; it may not be there."""
    return Path(name_or_path) if name_or_path.endswith(".toml") else room("editions") / f"{name_or_path}.toml"


def notebook_path(folder: Path, file_name: str) -> Path:
    """Return the notebook of a report, which lies in ``folder``.

    Raises:
        UsageError: there is no such notebook, or the name points out of the folder of notebooks.
    """
    folder = folder.resolve()
    path = (folder / file_name).resolve()
    if not path.is_relative_to(folder):
        raise UsageError(f"notebook {file_name!r} lies outside {folder}")
    if not path.is_file():
        raise UsageError(f"notebook {path} is missing")
    return path


def read_source(path: Path) -> str:
    """Read a notebook's text.

    Raises:
        UsageError: it is no notebook.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        cells = json.loads(text)["cells"]
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}, line {error.lineno}: not a notebook: {error.msg}") from error
    except (KeyError, TypeError, RecursionError):
        cells = None
    if not isinstance(cells, list):
        raise UsageError(f"{path} is not a notebook of format 4: it has no list of cells")
    return text


def default_output() -> Path:
    """Return where builds go unless told otherwise: ``reports/build`` of the repository, or of this folder."""
    return (repository() or Path.cwd()) / "reports" / "build"
