"""The command ``carsi``: it parses arguments and prints; the work is done elsewhere."""

import errno
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from carsi_analysis import __version__
from carsi_analysis.errors import CarsiError, UsageError
from carsi_analysis.files import cure

if TYPE_CHECKING:
    from carsi_analysis.batch.summary import Summary

ASSIGNMENT, SETS = "NAME=VALUE", "Set a parameter; repeatable."
LITTLE_MEMORY = b"carsi: the memory that may be used here does not do; `ulimit -v unlimited` allows more\n"


def today() -> date:
    """The day, by the clock of this machine; what lies below is told of it and never asks."""
    return date.today()


def say(text: object, err: bool = False, nl: bool = True) -> None:
    """Print text whose parts may come from strangers: a terminal is shown it and never obeys it."""
    from carsi_analysis.printable import printable_lines

    click.echo(printable_lines(str(text)), err=err, nl=nl)


class PlainErrors(click.Group):
    """A command group that prints what went wrong in a line or two, and a traceback only with ``--debug``."""

    def main(self, *arguments: Any, **more: Any) -> Any:
        """Run the command, whatever streams it was given."""
        _open_missing_streams()
        _forgive_encodings()
        if any(re.fullmatch(r"_CARSI\w*_COMPLETE", name) for name in os.environ):
            import carsi_analysis.batch.completion  # noqa: F401  # tells click how our words end
        return super().main(*arguments, **more)

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **more: Any) -> click.Context:
        """Read the arguments, among which the help is printed."""
        with _told_plainly(debug="--debug" in args):
            return super().make_context(info_name, args, *rest, **more)

    def invoke(self, ctx: click.Context) -> Any:
        with _told_plainly(debug=bool(ctx.params.get("debug"))):
            return super().invoke(ctx)


@contextmanager
def _told_plainly(*, debug: bool) -> Iterator[None]:
    """End in a line where something that the user can mend, or the system, stops the command."""
    try:
        yield
    except CarsiError as error:
        if debug:
            raise
        say(f"carsi: {error}", err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except OSError as error:
        # A reader that has gone, as `head` does, is no error; click sees to it.
        if debug or error.errno == errno.EPIPE:
            raise
        say(f"carsi: {_told(error)}", err=True)
        if error.filename is None:
            _drop_what_is_left()
        sys.exit(1)
    except (MemoryError, ImportError, SystemError) as error:
        if debug or not _lacks_memory(error):
            raise
        os.write(2, LITTLE_MEMORY)  # there may be none left to say it by
        sys.exit(1)


def _lacks_memory(error: Exception) -> bool:
    """Whether there was too little memory: libraries find no place in it, and Python's own parts fail unsaid."""
    return not isinstance(error, ImportError) or "failed to map segment" in str(error)


def _told(error: OSError) -> str:
    """Say what the file system refused, of which file, and what to do; only what is printed has no name."""
    name = error.filename or "the output"
    advice = cure(error, Path(name).parent, "write elsewhere") if error.filename else ""
    return f"{name}: {error.strerror or error}{f'; {advice}' if advice else ' (carsi --debug shows where)'}"


def _drop_what_is_left() -> None:
    """Send nowhere what the output did not take, or Python tries once more as it ends, and ends in lines of its own."""
    with suppress(OSError):  # a stream in memory, as a test gives it, has no descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_missing_streams() -> None:
    """Open nothing in place of standard streams that are closed, or the files of kernels would take their numbers."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _forgive_encodings() -> None:
    """Print what the terminal's encoding lacks as a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="carsi")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug: bool) -> None:
    """Build, check and compare sourced reports on US security assistance to Central America.

    \b
    Examples:
      carsi list
      carsi build regional-briefing --language es
      carsi validate
    """


def _begin(what: str) -> None:
    """Tell a person who waits what has begun, before anything large is imported; a log has no use for it."""
    if sys.stderr.isatty():
        say(f"carsi: {what} …", err=True)


def _offering(what: str) -> Callable[[click.Context, click.Parameter, str], Any]:
    """Make what click asks when the tab key is pressed; what may follow ``-p`` depends on the reports named."""

    def offer(context: click.Context, _parameter: click.Parameter, begun: str) -> Any:
        from carsi_analysis.batch import completion

        if what == "assignments":
            # An option without its value ends click's reading, and what it has not read is left in args.
            named = context.params.get("reports") or [context.params.get("report")]
            return completion.assignments([*named, *context.args], begun)
        return getattr(completion, what)(begun)

    return offer


@main.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def list_reports(as_json: bool) -> None:
    """List the reports, and what each parameter may be.

    \b
    Examples:
      carsi list
      carsi list --json
    """
    from carsi_analysis.batch.listing import describe_reports, reports_as_values

    if as_json:
        say(json.dumps(reports_as_values(), indent=2, ensure_ascii=False))
    else:
        say(describe_reports(shutil.get_terminal_size().columns))


@main.command()
@click.argument("reports", nargs=-1, metavar="[REPORT]...", shell_complete=_offering("reports"))
@click.option("-p", "given", multiple=True, metavar=ASSIGNMENT, help=SETS, shell_complete=_offering("assignments"))
@click.option(
    "--edition",
    metavar="NAME|FILE",
    help="Build an edition: sample, full, countries or a .toml file.",
    shell_complete=_offering("editions"),
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    help="Language wanted (en, es); repeatable.",
    shell_complete=_offering("languages"),
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    help="Format wanted: html and pdf when not given, or highlights, the first page alone.",
    shell_complete=_offering("formats"),
)
@click.option("--out", type=click.Path(path_type=Path), help="Output folder; reports/build when not given.")
@click.option("--workers", type=click.IntRange(1), help="Reports run at once; all cores when not given.")
@click.option("--executor", type=click.Choice(["local", "dask"]), default="local", show_default=True)
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler, such as tcp://127.0.0.1:8786.")
@click.option("--force", is_flag=True, help="Build what is up to date, too.")
@click.option("--explain", is_flag=True, help="Only say what would be built, and why.")
@click.option("--time-limit", type=click.FloatRange(1), default=900, show_default=True, help="Seconds a report.")
@click.option("--cell-limit", type=click.FloatRange(1), default=300, show_default=True, help="Seconds a cell.")
@click.option("--memory-limit", type=click.IntRange(64), metavar="MB", help="Memory of each kernel; Linux only.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def build(executor: str, explain: bool, quiet: bool, as_json: bool, **asked: Any) -> None:
    """Run reports and write them as notebook, HTML and PDF.

    \b
    Examples:
      carsi build regional-briefing --language es --format pdf
      carsi build country-profile -p country=HND -p start_year=2008
      carsi build regional-briefing --format highlights
      carsi build --edition full --explain
      carsi build --edition reports/editions/countries.toml --workers 4
      carsi build --edition full --executor dask --scheduler tcp://127.0.0.1:8786

    The data package of the folder that CARSI_DATA names, if it is set, stands in
    for ours.
    """
    if not quiet:
        _begin("comparing what is wanted with what is there")
    from dataclasses import fields

    from carsi_analysis.batch.answered import LastAnswer
    from carsi_analysis.batch.request import Request

    request = Request(**{each.name: asked.pop(each.name) for each in fields(Request)})
    if (executor == "dask") != (asked["scheduler"] is not None):
        raise UsageError("--executor dask and --scheduler ADDRESS go together")
    last = LastAnswer(request)
    if not (asked["force"] or explain) and (known := last.that_holds()):
        _tell(known, as_json)
        return
    from carsi_analysis.batch import command

    settings = command.make_settings(**asked)
    if explain:
        say("\n".join(command.explain(request, settings)))
        return
    warning = command.warning(request)
    if warning:
        say(f"carsi: {warning}", err=True)
    try:
        summary = command.build(request, settings, quiet=quiet)
    except KeyboardInterrupt:
        say("carsi: stopped; what was finished is kept, and the same command goes on from there", err=True)
        sys.exit(130)
    for failed in summary.failed:
        say(f"carsi: {failed if quiet else failed.once_told()}", err=True)
    _tell(summary, as_json)
    if summary.failed:
        sys.exit(1)
    if not warning:  # which stands as long as what it warns of
        last.keep(summary)


def _tell(summary: "Summary", as_json: bool) -> None:
    """Print what a build wrote, and how it went in one line."""
    if as_json:
        say(json.dumps(summary.as_values(), indent=2))
    else:
        for path in summary.shown_paths():
            say(path)
    say(summary.line(), err=True)


@main.command()
@click.argument("report", shell_complete=_offering("reports"))
@click.option("-p", "given", multiple=True, metavar=ASSIGNMENT, help=SETS, shell_complete=_offering("assignments"))
@click.option(
    "--format",
    "format_",
    default="html",
    show_default=True,
    help="Format shown (html, pdf, highlights).",
    shell_complete=_offering("formats"),
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def preview(report: str, given: tuple[str, ...], format_: str, no_browser: bool) -> None:
    """Show REPORT in the browser, and build it again whenever notebook, words or data are saved; Ctrl-C ends it.

    \b
    Examples:
      carsi preview regional-briefing
      carsi preview country-profile -p country=HND -p language=es
      carsi preview funding --format pdf
    """
    _begin("reading the catalogue")
    from carsi_analysis.batch.preview.command import preview as show

    try:
        show(report, given, format_, browser=not no_browser, say=say)
    except KeyboardInterrupt:
        say("carsi: the preview has ended", err=True)


@main.command()
@click.argument("edition", type=click.Path(exists=True, path_type=Path), metavar="DIR_OR_ZIP")
@click.option("--expect", metavar="DIGEST", help="Fail unless the edition has this digest.")
def verify(edition: Path, expect: str | None) -> None:
    """Check every file of a built edition against its manifest, and print the edition's digest.

    The digest is the SHA-256 of its SHA256SUMS, one line for the whole edition: publish it elsewhere, and
    whoever holds a copy can check with --expect that it is the same.

    \b
    Examples:
      carsi verify reports/build/full
      carsi verify full.zip --expect sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    """
    _begin(f"reading every file of {edition}")
    from carsi_analysis.batch.edition.verify import digest_of
    from carsi_analysis.batch.edition.verify import verify as problems_of

    problems = problems_of(edition)
    digest = f"sha256:{digest_of(edition)}" if not problems or expect else ""
    if expect and expect.removeprefix("sha256:").lower() != digest.removeprefix("sha256:"):
        problems.append(f"another edition: its digest is {digest}, and {expect} was expected")
    for problem in problems:
        say(problem)
    if problems:
        say(f"carsi: {len(problems)} problem{'s' * (len(problems) > 1)} in {edition}", err=True)
        sys.exit(1)
    say(digest)
    say(f"{edition}: every file is as the manifest says", err=True)


@main.command()
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", type=click.Path(exists=True, path_type=Path))
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write a page as well.")
@click.option(
    "--language", default="en", help="Language of what is said (en, es).", shell_complete=_offering("languages")
)
def diff(old: Path, new: Path, page: Path | None, language: str) -> None:
    """Say which findings, charts and sources moved between two editions; say nothing if nothing moved.

    \b
    Examples:
      carsi diff reports/build/full-2026-11 reports/build/full
      carsi diff old.zip new.zip --html moved.html --language es
    """
    _begin(f"comparing {new} with {old}")
    from carsi_analysis.batch.edition.diff import compare

    difference = compare(old, new, language)
    for line in difference.lines():
        say(line)
    if page is not None:
        from carsi_analysis.batch.edition.diff_page import difference_page
        from carsi_analysis.batch.edition.diff_told import tell
        from carsi_analysis.files import write_atomically

        told = tell(old, new, difference)
        write_atomically(page, difference_page(difference, old.name, new.name, told))
        say(f"carsi: the page is {page}", err=True)


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
def validate(folder: Path | None) -> None:
    """Check a data package (ours, or the one in DIR) and list every problem with file, line and column.

    A cell that is not as it was sealed is named, too; `carsi data seal` accepts it.

    \b
    Examples:
      carsi validate
      carsi validate ../edited/data
    """
    _begin("checking the data package")
    from carsi_analysis.data import data_folder
    from carsi_analysis.data.checks import checked
    from carsi_analysis.data.reading import read_files
    from carsi_analysis.data.seal import seal_problems
    from carsi_analysis.data.summary import summary_text

    folder = folder or data_folder()
    files = read_files(folder)
    package, faults = checked(files)
    problems = [*faults, *seal_problems(files, folder)]
    for problem in problems:
        say(problem.message)
    if package is None or problems:
        say(f"carsi: {len(problems)} problem{'s' * (len(problems) > 1)} in {folder}", err=True)
        sys.exit(1)
    say(summary_text(package))
    if package.draft:
        told = "this package was never sealed; reports made from it say that their data are a draft"
        say(f"carsi: {told}, until `carsi data seal`", err=True)


@main.command()
@click.argument("table", required=False)
def cite(table: str | None) -> None:
    """Print how to cite the data, or TABLE with its sources: plain and BibTeX.

    \b
    Examples:
      carsi cite
      carsi cite funding
    """
    _begin("reading the data package")
    from carsi_analysis.data import load
    from carsi_analysis.data.cite import cite as citation

    say(citation(load(), table), nl=False)


@main.command()
@click.option("--write", is_flag=True, help="Write it to README.md in the data folder, and Croissant beside it.")
def dictionary(write: bool) -> None:
    """Print the data dictionary: every table and column, in English and Spanish.

    \b
    Examples:
      carsi dictionary
      carsi dictionary --write
    """
    _begin("reading the data package")
    from carsi_analysis.data import data_folder, load
    from carsi_analysis.data.described import write_descriptions
    from carsi_analysis.data.dictionary import dictionary as dictionary_text

    if not write:
        say(dictionary_text(load()), nl=False)
        return
    for path in write_descriptions(data_folder(), load()):
        say(path)


@main.group("export")
def export_group() -> None:
    """Take what an edition holds into other programs."""


@export_group.command("pictures")
@click.argument("edition", type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the pictures.")
def export_pictures(edition: Path, out: Path) -> None:
    """Draw every chart of a built edition as PNG and SVG, with title, unit, sources, licence and edition in it.

    Each comes as a page for a frame of another page, too; alt texts stand in pictures.json beside them. An edition
    whose file says pictures = true holds the same in its folder charts.

    \b
    Examples:
      carsi export pictures reports/build/full --out pictures
    """
    _begin("loading the typesetter")
    from carsi_analysis.batch.take.pictures import take_pictures

    for document in take_pictures(edition, out):
        say(out / document)


@export_group.command("workbook")
@click.argument("edition", required=False, type=click.Path(exists=True, path_type=Path), metavar="[EDITION]")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The .xlsx file to write.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    help="Language wanted (en, es); repeatable. All of an edition's, and English for the data, when not given.",
    shell_complete=_offering("languages"),
)
def export_workbook(edition: Path | None, out: Path, languages: tuple[str, ...]) -> None:
    """Write the tables behind a built EDITION's charts and tables as one Excel workbook; the data package without one.

    Each exhibit or table has a sheet of its own, with title, unit and sources; a cover, contents, notes and
    sources stand first.

    \b
    Examples:
      carsi export workbook reports/build/full --out full.xlsx
      carsi export workbook full.zip --out completa.xlsx --language es
      carsi export workbook --out data.xlsx
    """
    _begin(f"reading every file of {edition}" if edition else "reading the data package")
    from carsi_analysis.batch.take.command import write_workbook_to

    _taken(out, write_workbook_to(out, edition, languages))


@export_group.command("sqlite")
@click.argument("edition", required=False, type=click.Path(exists=True, path_type=Path), metavar="[EDITION]")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The database to write.")
def export_sqlite(edition: Path | None, out: Path) -> None:
    """Write the data package as one SQLite database, or what a built EDITION says: findings, exhibits and sources.

    Tables have types and keys; the table columns says what each column holds and its unit, and metadata which
    edition it is, its licence and how to cite it.

    \b
    Examples:
      carsi export sqlite --out carsi.sqlite
      carsi export sqlite reports/build/full --out full.sqlite
    """
    _begin(f"reading every file of {edition}" if edition else "reading the data package")
    from carsi_analysis.batch.take.command import write_database_to

    _taken(out, write_database_to(out, edition))


def _taken(out: Path, missing: list[str]) -> None:
    """Print where a file is, and what could not be put into it."""
    for line in missing:
        say(f"carsi: {line}", err=True)
    say(out)


@main.command("import")
@click.argument("source")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only review, and write nothing: this is the default.")
@click.option("--apply", is_flag=True, help="Apply the review to the data package, if its checks pass.")
@click.option("--accessed", default="", metavar="DATE", help="Day on which the file was fetched; needed to apply.")
@click.option("--release", default="", metavar="DATE", help="Date of the release, where the file does not state it.")
@click.option("--indicator", default="", metavar="ID", help="What the file holds, where it does not say so.")
@click.option("--mapping", type=click.Path(path_type=Path), metavar="FILE", help="Mapping of the source 'table'.")
@click.option("--partial", is_flag=True, help="The file is an extract: what it lacks has not vanished.")
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="NAME",
    help="Let a reconciliation disagree, or take a series that is held after you looked at it; repeatable.",
)
@click.option(
    "--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write the review as a page, too."
)
@click.option(
    "--edition", default="", metavar="NAME|FILE", help="Run its reports before and after, and say what they say."
)
def import_(source: str, file: Path, dry_run: bool, **asked: Any) -> None:
    """Review what a publisher's FILE would change in the data, and apply it with --apply.

    \b
    SOURCE is one of:
      worldbank          an indicator's CSV or zip, WDI or DataBank CSV
      owid               CSV of an Our World in Data chart, its metadata beside it
      unodc              workbooks of the UNODC data portal
      wgi                Worldwide Governance Indicators
      foreignassistance  country totals or complete transactions, CSV or zip
      greenbook          Overseas Loans and Grants
      table              any table, with --mapping

    \b
    Examples:
      carsi import worldbank API_VC.IHR.PSRC.P5_DS2.zip --html review.html
      carsi import worldbank API_VC.IHR.PSRC.P5_DS2.zip --edition full
      carsi import owid homicide-rate-unodc.csv --apply --accessed 2026-11-20
      carsi import table scores.csv --mapping scores.toml --release 2026-12

    Where the next release of each source is: carsi data status. More in
    docs/recipes/importer.md.
    """
    _begin(f"comparing {file} with the data package")
    from carsi_analysis.batch.locate import room
    from carsi_analysis.data.place import recovered_folder
    from carsi_analysis.importing.command import Options, carry_out, run
    from carsi_analysis.importing.review_text import review_text

    options = Options(**asked)
    if dry_run and options.apply:
        raise UsageError("--dry-run and --apply contradict each other")
    folder = recovered_folder()
    review = run(source, file, folder, options, room("notebooks"), today())
    say(review_text(review))
    if options.edition and review.renews and review.outlook is None:
        say("carsi: the reports were not run, because the package would not pass its checks", err=True)
    if options.apply:
        say(f"carsi: {carry_out(review, folder, options)}", err=True)


@main.group("data")
def data_group() -> None:
    """Look at the data package, and seal it."""


@data_group.command("seal")
def data_seal() -> None:
    """Accept the tables as they are: print what differs from the last seal, and write it to CHANGES.md.

    \b
    Examples:
      carsi data seal
    """
    _begin("comparing the tables with their seal")
    from carsi_analysis.data.place import recovered_folder
    from carsi_analysis.data.sealing import seal

    folder = recovered_folder()
    lines = seal(folder)
    for line in lines:
        say(line)
    say(f"carsi: {folder} {'is sealed' if lines else 'was sealed already'}", err=True)


@data_group.command("status")
def data_status() -> None:
    """Print how old each source is, the newest year held, and where the next release comes from.

    \b
    Examples:
      carsi data status
    """
    _begin("reading the data package")
    from carsi_analysis.data import load
    from carsi_analysis.importing.status import status_text

    say(status_text(load(), today()))


@data_group.command("wanted")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON, in both languages.")
def data_wanted(as_json: bool) -> None:
    """Print what stays unknown and the documents that would close it, first things first.

    \b
    Examples:
      carsi data wanted
      carsi data wanted --json
    """
    from carsi_analysis.data import load
    from carsi_analysis.data.wanted import still_wanted, wanted_text, wanted_values

    found = still_wanted(load())
    if as_json:
        click.echo(json.dumps(wanted_values(found), indent=2, ensure_ascii=False))
    else:
        click.echo(wanted_text(found, shutil.get_terminal_size().columns))


@main.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Work on copies in this folder; edited ones are kept. Outside the repository: carsi-notebooks.",
)
@click.option("--port", type=click.IntRange(1024, 65535), help="Port to listen on; Jupyter's choice when not given.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def lab(folder: Path | None, port: int | None, no_browser: bool) -> None:
    """Open the notebooks in JupyterLab, on this machine only.

    \b
    Examples:
      carsi lab
      carsi lab --folder my-notebooks --port 8890 --no-browser
    """
    _begin("starting JupyterLab")
    from carsi_analysis.batch.lab import open_lab

    open_lab(folder, port=port, browser=not no_browser)
