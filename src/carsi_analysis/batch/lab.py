"""Open the notebooks in JupyterLab, on this machine only and with Jupyter's own token."""

import shutil
import sys
from pathlib import Path

from carsi_analysis.batch import locate


def notebooks_folder() -> Path:
    """Give the folder to work in: the repository's notebooks, or a copy of the wheel's in ``carsi-notebooks``.

    A notebook that is already in the copy stays as its owner left it.
    """
    folder = locate.room("notebooks")
    if locate.repository() is not None:
        return folder
    copy = Path.cwd() / "carsi-notebooks"
    copy.mkdir(exist_ok=True)
    for notebook in sorted(folder.glob("*.ipynb")):
        if not (copy / notebook.name).exists():
            shutil.copyfile(notebook, copy / notebook.name)
    return copy


def lab_command(folder: Path) -> list[str]:
    """Give the command that serves a folder on loopback; the token stays on, as Jupyter has it."""
    return [sys.executable, "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={folder}"]
