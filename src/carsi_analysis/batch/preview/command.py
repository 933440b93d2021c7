"""What ``carsi preview`` does: build, show, and build again whenever something is saved."""

import time
import webbrowser
from collections.abc import Callable, Sequence

from carsi_analysis.batch.command import ended_as_by_ctrl_c
from carsi_analysis.batch.lab import working_folder
from carsi_analysis.batch.locate import notebook_path
from carsi_analysis.batch.plan import make_document, parse_assignments
from carsi_analysis.batch.preview.builds import Builder
from carsi_analysis.batch.preview.server import serving
from carsi_analysis.batch.preview.shown import Board, Problem, Shown
from carsi_analysis.batch.preview.watched import Change, Watched
from carsi_analysis.catalogue import find_report


def preview(
    report_id: str, given: Sequence[str], format: str, *, browser: bool, say: Callable[[str], None] = print
) -> None:
    """Show a report and build it again at each save, until the user ends it.

    The notebook is the repository's; outside of it, the copy that ``carsi lab`` lends.

    Args:
        report_id: a report of the catalogue.
        given: parameters as ``NAME=VALUE``.
        format: ``html``, ``pdf`` or ``highlights``.
        browser: whether to open the page in the user's browser.
        say: prints a line: the address, and what came of each build.

    Raises:
        CarsiError: there is no such report, parameter, value, notebook or data package.
        KeyboardInterrupt: the user, or a signal, ended it; nothing is left behind.
    """
    document = make_document(find_report(report_id), parse_assignments(given), (format,))
    notebook = notebook_path(working_folder(), document.report.notebook)
    watched, board = Watched(notebook), Board()
    with (
        ended_as_by_ctrl_c(),
        Builder(document, notebook, format) as builder,
        serving(board, document.document_id, format) as address,
    ):
        say(address)
        if browser:
            webbrowser.open(address)
        _build(builder, board, say)
        for change in watched.changes():
            _build(builder, board, say, change)


def _build(builder: Builder, board: Board, say: Callable[[str], None], change: Change = Change.NOTEBOOK) -> None:
    began, before = time.monotonic(), board.shown
    board.put(Shown(before.version, "building", before.seconds, before.content, before.problem))
    if change is Change.CODE:
        builder.start_anew()
    elif change in (Change.DATA, Change.WORDS):
        builder.renew(draw_anew=change is Change.WORDS)
    built = builder.build()
    seconds = time.monotonic() - began
    board.put(before.after(built, seconds))
    say(f"could not be built: {built.message}" if isinstance(built, Problem) else f"built in {seconds:.1f} s")
