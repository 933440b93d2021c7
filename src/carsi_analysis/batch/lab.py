"""Open the notebooks in JupyterLab: on this machine only, with Jupyter's own token, on a page that explains them."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import nbformat

from carsi_analysis.batch import locate
from carsi_analysis.catalogue import EXPLORE, REPORTS, Report
from carsi_analysis.errors import CarsiError
from carsi_analysis.extras import needs
from carsi_analysis.files import write_atomically
from carsi_analysis.words import languages, words_of

START_PAGE = "start_here.md"
COPY_FOLDER = "carsi-notebooks"
SETTINGS = Path(__file__).resolve().parent / "lab_settings"
_MARKUP = re.compile(r"[\\`*_\[\]<&$]")


def open_lab(folder: Path | None = None, *, port: int | None = None, browser: bool = True) -> None:
    """Serve the notebooks until the user stops the server.

    Args:
        folder: a working folder of the user's own; notebooks are copied there, and edited ones stay as they are.
        port: the port to listen on; Jupyter's usual one, or the next free one, when None.
        browser: whether to open the page in the user's browser.

    Raises:
        CarsiError: JupyterLab is not installed or does not run for the superuser, or the folder cannot be written.
    """
    lab = needs("jupyterlab.labapp", "carsi lab opens the notebooks in JupyterLab")
    work = working_folder(folder)
    with _explained(work):
        write_atomically(work / START_PAGE, start_page(work))
    trust_own(work)
    earlier = os.environ.get("JUPYTER_CONFIG_PATH")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join([str(SETTINGS), *([earlier] if earlier else [])])
    with _root_explained():
        lab.LabApp.launch_instance(lab_arguments(work, port=port, browser=browser))


def working_folder(chosen: Path | None = None) -> Path:
    """Give the folder to work in, filled with notebooks.

    In the repository that is ``notebooks/``. Elsewhere, or when the user chose a folder, it holds copies, and a
    notebook that is already there is never overwritten.

    Raises:
        CarsiError: the folder cannot be written; the message names it.
    """
    notebooks = locate.room("notebooks")
    if chosen is None and locate.repository() is not None:
        return notebooks
    work = (chosen or Path.cwd() / COPY_FOLDER).resolve()
    with _explained(work):
        work.mkdir(parents=True, exist_ok=True)
        for notebook in sorted(notebooks.glob("*.ipynb")):
            if not (work / notebook.name).exists():
                shutil.copyfile(notebook, work / notebook.name)
    return work


def trust_own(work: Path) -> None:
    """Tell Jupyter to trust the notebooks that are still as the package has them, so that their charts are shown.

    What anybody changed stays for the user to trust: Jupyter shows no stranger's drawings.
    """
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary()
    for own in sorted(locate.room("notebooks").glob("*.ipynb")):
        copy = work / own.name
        if copy.is_file() and copy.read_bytes() == own.read_bytes():
            notary.sign(nbformat.read(copy, as_version=4))


@contextmanager
def _explained(work: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CarsiError(f"cannot write to {work}: {error.strerror}; choose another folder with --folder") from error


@contextmanager
def _root_explained() -> Iterator[None]:
    """Add what can be done here when JupyterLab, which names an option of its own, refuses the superuser."""
    try:
        yield
    except SystemExit as end:
        if end.code != 1 or not hasattr(os, "geteuid") or os.geteuid() != 0:
            raise
        raise CarsiError(
            "JupyterLab did not run, as it says above; if that is because you are root, start carsi lab as another "
            "user, or set ServerApp.allow_root in Jupyter's settings (carsi lab takes no --allow-root)"
        ) from end


def lab_arguments(folder: Path, *, port: int | None = None, browser: bool = True) -> list[str]:
    """Give JupyterLab's arguments: loopback only, the token as Jupyter has it, the start page first."""
    arguments = [
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{START_PAGE}",
    ]
    if port is not None:
        arguments.append(f"--ServerApp.port={port}")
    return arguments if browser else [*arguments, "--no-browser"]


def start_page(folder: Path) -> str:
    """Write the page that explains the notebooks of a folder, in every language, as Markdown.

    The notebook for looking around comes first, then the reports in the order of the catalogue and with its words, then
    whatever else lies in the folder, by its first heading.
    """
    described = (EXPLORE, *REPORTS.values())
    reports = [report for report in described if (folder / report.notebook).is_file()]
    known = {report.notebook for report in described}
    others = [path for path in sorted(folder.glob("*.ipynb")) if path.name not in known]
    pages = []
    for language in languages():
        lines = [*(_line(report, language) for report in reports), *map(_other_line, others)]
        pages.append(words_of(language)("lab.page", notebooks="\n".join(lines)))
    return "\n---\n\n".join(pages) + "\n" + KEEP_ELSEWHERE


def _line(report: Report, language: str) -> str:
    names = ", ".join(f"`{parameter.name}`" for parameter in report.parameters)
    title, description = report.title[language], report.description[language]
    return f"- [{title}]({report.notebook}): {description} ({names})."


def _other_line(path: Path) -> str:
    title = _MARKUP.sub(r"\\\g<0>", _first_heading(path) or path.stem)
    return f"- [{title}]({quote(path.name)})."


def _first_heading(path: Path) -> str:
    """Find what a notebook calls itself; nothing where it does not say, or cannot be read."""
    try:
        cells = nbformat.read(path, as_version=4).cells
    except Exception:  # nbformat has no kind of its own for what is no notebook; Jupyter will say it on opening
        return ""
    sources = (cell.source for cell in cells if cell.cell_type == "markdown")
    return next((source.splitlines()[0][2:].strip() for source in sources if source.startswith("# ")), "")


KEEP_ELSEWHERE = "<sub>`carsi lab` writes this page anew each time; keep your own notes elsewhere.</sub>\n"
