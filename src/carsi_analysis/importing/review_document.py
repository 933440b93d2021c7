"""A review as a document: facts about the file, and sections of rows. ``review_text`` and ``review_html`` show it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from carsi_analysis.data.formulas import written
from carsi_analysis.importing.compare import Change
from carsi_analysis.importing.findings import Finding
from carsi_analysis.importing.review import Outlook, Review
from carsi_analysis.importing.settle import Comparison
from carsi_analysis.printable import printable

KINDS = {"revised": "revised", "added": "added", "vanished": "no longer given", "follows": "computed again"}
SHOWN = {"fact": "sentence", "figure": "chart", "table": "table"}
HIDDEN = "hidden by the publisher"


@dataclass(frozen=True)
class Row:
    """One row: its cells below the columns of its section, and how it reads as one line."""

    cells: tuple[str, ...]
    line: str


@dataclass(frozen=True)
class Section:
    """Rows under a heading; a section without columns is a plain list.

    Attributes:
        numbers: How many of the columns, counted from the last, hold figures.
        note: What to know before reading them.
        of_reports: They say what ``carsi diff`` would, which the page shows with pictures instead.
    """

    heading: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...] = ()
    numbers: int = 0
    note: str = ""
    of_reports: bool = False


@dataclass(frozen=True)
class ReviewDocument:
    """What a reviewer reads.

    Attributes:
        facts: What the file is and what would become of it: name and text.
        sections: Those that have rows.
        stops: Why it cannot be applied; empty where nothing speaks against it.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    stops: tuple[str, ...]


def document_of(review: Review) -> ReviewDocument:
    """The document of a review; sections with nothing to say are left out."""
    sections = (
        _series(review),
        *_changes(review),
        _changes_of("Differs, and stays: a judgement of ours stands on the row", review.kept, review),
        _changes_of("Differs from another publisher, whose value stays", review.foreign, review),
        *_comparisons(review.compared),
        _pairs("Conflicts touched", review.conflicts),
        _pairs("Corrections touched", review.corrections),
        _pairs("Names that speak of another release", review.names),
        _list("Not in this file, though of the same publication", review.absent),
        _list("Settled by the release", _settled(review)),
        _findings("Findings that rest on values that change", review.findings, review),
        _findings("Findings whose series gain values", review.growing, review),
        *_outlook(review.outlook),
        _left_aside(review.incoming.left_aside),
    )
    stops = (
        *review.obstacles,
        *review.doubts,
        *(problem.message for problem in review.problems),
        *filter(None, [review.advice]),
    )
    title = f"Review of {review.incoming.file}"
    return ReviewDocument(title, tuple(_facts(review)), tuple(each for each in sections if each.rows), stops)


def _facts(review: Review) -> Iterator[tuple[str, str]]:
    incoming = review.incoming
    dated = f"release of {incoming.release}" if incoming.release else "release without a date"
    yield "Release", f"{incoming.publication.title}, {dated}"
    yield "Publisher", incoming.publication.publisher
    yield "SHA-256", incoming.sha256
    if review.known_as:
        yield "Taken in before as", review.known_as
    if review.renews:
        yield "Would become", f"{review.source_id} in version {review.version} of the data"
    elif not review.obstacles:
        yield "Outcome", "Nothing to change: the package holds what the file says."
    if review.outlook is not None:
        moves = review.outlook.difference or review.outlook.failed
        ran = f"{review.outlook.documents}" if moves else f"{review.outlook.documents}; nothing moves"
        yield "Reports run on the data as they are and as they would be", ran
    for note in incoming.notes:
        yield "Note", note
    for doubt in review.overruled:
        yield "Accepted all the same", doubt


def _series(review: Review) -> Section:
    rows = []
    for series, confirmed in sorted(review.confirmed.items()):
        kinds = ("added", "revised", "vanished")
        counts = [str(sum(change.series == series for change in review.of_kind(kind))) for kind in kinds]
        words = ", ".join(f"{count} {KINDS[kind]}" for count, kind in zip(counts, kinds, strict=True))
        label = review.labels.get(series, "")
        line = f"{series}: {words}, {confirmed} as held" + (f" ({label})" if label else "")
        rows.append(Row((series, label, *counts, str(confirmed)), line))
    columns = ("Series", "What it is", "Added", "Revised", "No longer given", "As held")
    return Section("Series", tuple(rows), columns, numbers=4)


def _changes(review: Review) -> Iterator[Section]:
    """A section for each series and kind of change."""
    for kind, words in KINDS.items():
        ordered = sorted(review.of_kind(kind), key=lambda each: each.series)
        for series, changes in groupby(ordered, key=lambda each: each.series):
            yield _changes_of(f"{series}, {words}", changes, review)


def _changes_of(heading: str, changes: Iterable[Change], review: Review) -> Section:
    ordered = sorted(changes, key=lambda each: (each.series, each.country, each.year, each.detail))
    detailed = any(each.detail for each in ordered)
    rows = []
    for each in ordered:
        what = (review.labels.get(each.country, each.country), str(each.year), *([each.detail] if detailed else []))
        old, new = _sides(each)
        rows.append(Row((*what, old, new, each.percent_words), _change_line(each, old, new)))
    columns = ("Country", "Year", *(["Of"] if detailed else []), "Before", "Now", "Change")
    return Section(heading, tuple(rows), columns, numbers=3)


def _sides(change: Change) -> tuple[str, str]:
    """The number before and now, or why there is none."""
    missing = "none" if change.kind == "follows" else HIDDEN
    old = "" if change.kind == "added" else change.old or missing
    return old, "no longer given" if change.kind == "vanished" else change.new or missing


def _change_line(change: Change, old: str, new: str) -> str:
    what = " ".join(filter(None, [change.country, str(change.year), change.detail]))
    percent = f" ({change.percent_words})" if change.percent_words else ""
    return f"{what}: {old} → {new}{percent}" if old else f"{what}: {new}"


def _comparisons(compared: Iterable[Comparison]) -> Iterator[Section]:
    touched, differing = [], []
    ordered = sorted((each.outcome for each in compared), key=lambda each: each.reconciliation_id)
    for name, group in groupby(ordered, key=lambda each: each.reconciliation_id):
        outcomes = list(group)
        words, agree = outcomes[0].words, sum(each.agrees for each in outcomes)
        line = f"{name}: {agree} agree, {len(outcomes) - agree} differ ({words})"
        touched.append(Row((name, words, str(agree), str(len(outcomes) - agree)), line))
        for each in outcomes:
            if not each.agrees:
                left, right = written(each.left), written(each.right)
                line = f"{name}, {each.group or 'sum'}: {left} against {right}"
                differing.append(Row((name, each.group or "sum", left, right), line))
    columns = ("Reconciliation", "What is compared", "Agree", "Differ")
    yield Section("Reconciliations touched", tuple(touched), columns, numbers=2)
    yield Section("Comparisons that differ", tuple(differing), ("Reconciliation", "Group", "Left", "Right"), numbers=2)


def _settled(review: Review) -> Iterator[str]:
    settled = review.settled
    for name in settled.corrections:
        yield f"correction {name} is taken out: the publisher changed the value"
    for name in settled.exceptions:
        yield f"exception {name} is taken out: both sides agree now, or one is gone"
    for name in settled.accepted:
        yield f"exception {name} is added: the difference was accepted"
    for name in review.dropped:
        yield f"source {name} is taken out: the new release gives all of its values"


def _findings(heading: str, found: Iterable[Finding], review: Review) -> Section:
    rows = []
    for each in found:
        name = "" if each.kind == "fact" else f" {each.name}"
        line = f"{each.report}, {SHOWN[each.kind]}{name}: {each.says}"
        rows.append(Row((each.report, SHOWN[each.kind], each.says), line))
    note = "Those of each report's stored run; --edition full runs every report before and after."
    return Section(heading, tuple(rows), ("Report", "Kind", "Says now"), note="" if review.outlook else note)


def _outlook(outlook: Outlook | None) -> Iterator[Section]:
    """What was seen when the reports were run."""
    if outlook is None:
        return
    yield _list("Reports that would fail", outlook.failed)
    moved = (
        Row(
            (each.document, each.before, each.now),
            f"{each.document}: {each.before or 'nothing'} → {each.now or 'nothing'}",
        )
        for each in outlook.sentences
    )
    yield Section("Sentences that move", tuple(moved), ("Document", "Says", "Would say"), of_reports=bool(outlook.told))
    difference = outlook.difference
    yield replace(_list("Reports added", difference.added), of_reports=True)
    yield replace(_list("Reports dropped", difference.dropped), of_reports=True)
    for name, changes in {"the edition as a whole": difference.edition, **difference.documents}.items():
        rows = (Row((each.what, each.old or "–", each.new or "–"), str(each)) for each in changes)
        heading, columns = f"What carsi diff would say of {name}", ("What", "Before", "Now")
        yield Section(heading, tuple(map(_printable, rows)), columns, of_reports=True)


def _printable(row: Row) -> Row:
    return Row(tuple(map(printable, row.cells)), printable(row.line))


def _left_aside(reasons: Mapping[str, int]) -> Section:
    rows = (
        Row((reason, f"{count:,}"), f"{count:,} row{'s' * (count != 1)}: {reason}") for reason, count in reasons.items()
    )
    return Section("Left aside", tuple(rows), ("Why", "Rows"), numbers=1)


def _pairs(heading: str, pairs: Mapping[str, str]) -> Section:
    rows = (Row(pair, ": ".join(pair)) for pair in pairs.items())
    return Section(heading, tuple(rows), ("Identifier", "What it is"))


def _list(heading: str, lines: Iterable[str]) -> Section:
    return Section(heading, tuple(Row((line,), line) for line in lines))
