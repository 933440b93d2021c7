"""What the command ``carsi import`` does: read, review, and apply when asked to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from carsi_analysis.data.descriptor import near_miss
from carsi_analysis.dates import is_day
from carsi_analysis.errors import UsageError
from carsi_analysis.files import write_atomically
from carsi_analysis.importing.apply import apply
from carsi_analysis.importing.files import check_file
from carsi_analysis.importing.incoming import Incoming, Request
from carsi_analysis.importing.publishers import importer_of
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.review import Outlook, Review, review
from carsi_analysis.importing.text import date_in


@dataclass(frozen=True)
class Options:
    """What the user asked for besides source and file.

    Attributes:
        accessed: Day on which the file was fetched.
        release: Date of the release, where the file does not state it.
        indicator: What a file holds that does not say so.
        mapping: Mapping file of the importer ``table``.
        partial: The file is an extract.
        accepted: Reconciliations that may newly disagree, and series that a person has looked at.
        page: Where the review is written as HTML.
        edition: Edition whose reports are run on the data as they are and as they would be.
        apply: Apply it.
    """

    accessed: str = ""
    release: str = ""
    indicator: str = ""
    mapping: Path | None = None
    partial: bool = False
    accepted: Sequence[str] = ()
    page: Path | None = None
    edition: str = ""
    apply: bool = False


def run(source: str, path: Path, folder: Path, options: Options, notebooks: Path | None, today: date) -> Review:
    """Review a file against the package in ``folder``; nothing of the package is written.

    Args:
        source: Name of the importer.
        notebooks: Folder of the stored notebooks, for the findings that move.
        today: The day of the request; no file was fetched after it.

    Raises:
        UsageError: the request is wrong.
        ImportRefused: the file is not what it should be.
        DataError: the package is not sound as it is.
    """
    importer = importer_of(source)
    _check_dates(options, today)
    check_file(path)
    request = Request(path, folder, options.release, options.indicator, options.mapping)
    incoming = importer.read(request)
    _check_release(incoming, options.accessed or today.isoformat())
    series = {value.series for value in incoming.values}
    known = [*request.package.column("reconciliations", "reconciliation_id"), *sorted(series)]
    for name in options.accepted:
        if name not in known:
            seen = f"--accept {name}: there is no such reconciliation in the package, nor series in the file"
            raise UsageError(seen + near_miss(name, known))
    result = review(
        request.package,
        incoming,
        accessed=options.accessed,
        partial=options.partial,
        accepted=options.accepted,
        notebooks=notebooks,
    )
    if options.edition and result.renews and not result.problems:
        result.outlook = _outlook(options.edition, folder, result.contents)
    if options.page is not None:
        from carsi_analysis.importing.review_html import review_page

        write_atomically(options.page, review_page(result))
    return result


def _outlook(edition: str, folder: Path, contents: Mapping[str, bytes]) -> Outlook:
    """Run the reports of an edition; what that needs is loaded only here, because it takes longer than an import."""
    from carsi_analysis.batch import progress
    from carsi_analysis.importing.outlook import outlook

    return outlook(edition, folder, contents, lambda: progress.choose(quiet=False))


def carry_out(result: Review, folder: Path, options: Options) -> str:
    """Apply a review; the sentence that says what was done.

    Raises:
        ImportUndone: something speaks against it; the package is as it was.
    """
    if not result.renews and not result.obstacles:
        return "nothing to change"
    apply(folder, result, options.accessed)
    done = (
        f"{result.source_id} is in the package, version {result.version}; run `make notebooks` to refresh the reports"
    )
    words = [*result.conflicts, *result.names]
    reread = f"; read again whether the words still hold of: {', '.join(words)}" if words else ""
    return done + reread


def _check_release(incoming: Incoming, day: str) -> None:
    if incoming.release > day[: len(incoming.release)]:
        seen = f"by its date the release is of {incoming.release}, which lies after {day}"
        raise ImportRefused(incoming.file, seen, "its date as --release YYYY-MM-DD")


def _check_dates(options: Options, today: date) -> None:
    if options.accessed and not is_day(options.accessed):
        raise UsageError(f"--accessed {options.accessed}: expected a day as YYYY-MM-DD")
    if options.accessed > today.isoformat():
        raise UsageError(f"--accessed {options.accessed} lies after today, {today}: expected the day of the download")
    if options.release and date_in(options.release) != options.release:
        raise UsageError(f"--release {options.release}: expected YYYY-MM-DD or YYYY-MM")
    if options.accessed and options.release and options.release > options.accessed[: len(options.release)]:
        raise UsageError(f"--accessed {options.accessed} lies before --release {options.release}")
    if options.apply and not options.accessed:
        raise UsageError("--apply needs --accessed YYYY-MM-DD: the day on which the file was fetched")
