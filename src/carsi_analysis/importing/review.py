"""What a file would change, before anything is written."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from carsi_analysis.batch.edition.diff import Difference
from carsi_analysis.batch.edition.diff_told import Told
from carsi_analysis.data.checks import checked
from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.problems import Problem
from carsi_analysis.importing.compare import Change, SeriesComparison, compare
from carsi_analysis.importing.doubts import doubts
from carsi_analysis.importing.draft import Draft
from carsi_analysis.importing.findings import Finding, findings, growing
from carsi_analysis.importing.incoming import Incoming
from carsi_analysis.importing.merge import SUPERSEDED, follow, merge
from carsi_analysis.importing.settle import Comparison, Settled, comparisons, settle
from carsi_analysis.importing.sources import (
    add_source,
    describe_sources,
    drop_unused_sources,
    known_release,
    source_id_of,
)
from carsi_analysis.importing.touched import absent_series, conflicts_touched, corrections_touched, names_touched

_RECONCILIATION = re.compile(r"\(reconciliation ([A-Za-z0-9_-]+)")


@dataclass(frozen=True)
class Moved:
    """A sentence that would say something else; either side is empty where it stands on one side alone."""

    document: str
    before: str
    now: str


@dataclass(frozen=True)
class Outlook:
    """What two builds showed.

    Attributes:
        documents: How many documents were run.
        difference: The same as ``carsi diff`` says of the two editions.
        sentences: Sentences with figures that move.
        failed: Documents that could not be run on the data as they would be, and why.
        told: Sentences and charts that move, by document, for the page.
    """

    documents: int
    difference: Difference
    sentences: list[Moved]
    failed: list[str]
    told: dict[str, Told] = field(default_factory=dict)


@dataclass
class Review:
    """Everything that an import would do, and what speaks against doing it.

    Attributes:
        incoming: The file.
        known_as: The source that this very file was taken in as before; empty where it is new.
        source_id: Identifier that the release would have; empty where nothing would change.
        base: Hash of the package that was reviewed.
        changes: Values added, revised and vanished, and what follows from them.
        confirmed: Values as held, by series.
        kept: Values that differ and stay as they are, because a judgement of ours stands on them.
        foreign: Values that differ from another publisher's, which stay.
        compared: Comparisons with other rows of the package that the file takes part in.
        conflicts, corrections: Judgements that speak of changed rows: identifier and words.
        names: Indicators whose name speaks of a release of another year.
        absent: Series of the same publication that the file does not hold.
        settled: Judgements that the release ends or that the user accepted.
        findings: What in the reports rests on values that change.
        growing: What shows a series that gains values, and sentences that a later value may move.
        outlook: What the reports of an edition would say, where they were run.
        dropped: Earlier releases that no row would rest on.
        labels: Names of tables and countries, and of indicators with their unit, by identifier.
        version: Version of the package afterwards.
        contents: The files that would be written, by path.
        problems: What the checks of the package find in the result.
        obstacles: Other reasons why it cannot be applied.
        doubts: Why a series is held until the user accepts it.
        overruled: Doubts of series that the user accepted.
    """

    incoming: Incoming
    base: str
    known_as: str = ""
    source_id: str = ""
    changes: list[Change] = field(default_factory=list)
    confirmed: dict[str, int] = field(default_factory=dict)
    kept: list[Change] = field(default_factory=list)
    foreign: list[Change] = field(default_factory=list)
    compared: list[Comparison] = field(default_factory=list)
    conflicts: dict[str, str] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    settled: Settled = field(default_factory=Settled)
    findings: list[Finding] = field(default_factory=list)
    growing: list[Finding] = field(default_factory=list)
    outlook: Outlook | None = None
    dropped: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    version: str = ""
    contents: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    overruled: list[str] = field(default_factory=list)

    @property
    def renews(self) -> bool:
        """Whether applying it would change the package."""
        return bool(self.source_id)

    @property
    def advice(self) -> str:
        """How sources that newly disagree are accepted; empty where none do."""
        names = sorted({name for problem in self.problems for name in _RECONCILIATION.findall(problem.message)})
        if not names:
            return ""
        options = " ".join(f"--accept {name}" for name in names)
        return f"sources that newly disagree become exceptions with {options}, once you know why they do"

    def of_kind(self, kind: str) -> list[Change]:
        """Changes of one kind."""
        return [change for change in self.changes if change.kind == kind]


def review(
    draft: Draft,
    incoming: Incoming,
    *,
    accessed: str = "",
    partial: bool = False,
    accepted: Collection[str] = (),
    notebooks: Path | None = None,
) -> Review:
    """Compare a file with the package and work out the package as it would be, in memory.

    Args:
        draft: The package as it is; afterwards as it would be.
        accessed: Day on which the file was fetched, YYYY-MM-DD.
        partial: The file is an extract.
        accepted: Reconciliations that may newly disagree, and series whose doubts a person has looked into.
        notebooks: Folder of the stored notebooks.

    Raises:
        ImportRefused: the file cannot be compared with it.
    """
    texts = draft.held
    found = compare(texts, incoming, partial)
    result = Review(incoming, draft.base, labels=_labels(draft))
    _describe(result, found)
    _doubt(result, draft, found, accepted)
    result.known_as = known_release(draft, incoming.sha256)
    renewed = [each for each in found if each.changes or _newer(draft, each, incoming)]
    if renewed:
        _merge(result, draft, renewed, accessed, accepted)
    _describe_effects(result, draft, found, notebooks)
    return result


def _describe(result: Review, found: Iterable[SeriesComparison]) -> None:
    for each in found:
        result.changes += each.changes
        result.kept += each.kept
        result.foreign += each.foreign
        result.confirmed[each.series] = each.confirmed


def _doubt(result: Review, draft: Draft, found: Sequence[SeriesComparison], accepted: Collection[str]) -> None:
    """Hold the file for what speaks against one of its series, unless a person has looked at it."""
    incoming = result.incoming
    reasons = doubts(draft.held, [each for each in found if each.changes])
    for each in found:
        held = _held_release(draft, each)
        stated = incoming.stated[: len(held)]
        if each.series in incoming.doubts:
            reasons[each.series] = incoming.doubts[each.series]
        elif stated and stated < held <= incoming.release:
            reasons[each.series] = f"the file itself says {stated}, and the package holds the release of {held}"
    for series, reason in sorted(reasons.items()):
        if series in accepted:
            result.overruled.append(f"{series}: {reason}")
        else:
            result.doubts.append(f"{series} is held: {reason}; look at the file, and --accept {series} takes it")


def _labels(draft: Draft) -> dict[str, str]:
    labels = {name: text.table.title for name, text in draft.held.items()}
    labels |= draft.column_by_key("countries", "label_en")
    units, unit_of = (draft.column_by_key(*each) for each in (("units", "label_en"), ("indicators", "unit_id")))
    for indicator, label in draft.column_by_key("indicators", "label_en").items():
        labels[indicator] = f"{label}, {units.get(unit_of[indicator], unit_of[indicator])}"
    return labels


def _newer(draft: Draft, series: SeriesComparison, incoming: Incoming) -> bool:
    """Whether a release that changes nothing in a series is later than the one that the series rests on."""
    return bool(incoming.release and series.confirmed) and incoming.release > _held_release(draft, series)


def _held_release(draft: Draft, series: SeriesComparison) -> str:
    dates = draft.column_by_key("sources", "release_date")
    return max((dates.get(source, "") for source in series.held_sources), default="")


def _merge(
    result: Review, draft: Draft, renewed: list[SeriesComparison], accessed: str, accepted: Collection[str]
) -> None:
    """Make the package as it would be, and look for what speaks against it."""
    incoming = result.incoming
    if not incoming.release:
        result.obstacles.append("the file does not say of which date the release is: give --release YYYY-MM-DD")
        return
    for each in renewed:
        held = _held_release(draft, each)
        if incoming.release[: len(held)] < held:
            result.obstacles.append(
                f"the release of {incoming.release} is older than that of {held}, on which {each.series} rests"
            )
    if SUPERSEDED not in draft.held:
        result.obstacles.append(f"the package has no table {SUPERSEDED}, where earlier values are kept")
    if result.obstacles:
        return
    result.source_id = result.known_as or source_id_of(draft, incoming)
    replaced = {source for each in renewed for source in each.held_sources}
    if not result.known_as:
        add_source(draft, incoming, result.source_id, accessed)
    merge(draft, incoming, renewed, result.source_id)
    result.changes += follow(draft, result.changes)
    result.settled = settle(draft, result.changes, accepted)
    result.dropped = drop_unused_sources(draft, replaced)
    describe_sources(draft)
    result.version = draft.raise_version(accessed)
    _, result.problems = checked(draft.files())
    result.contents = draft.contents()


def _describe_effects(result: Review, draft: Draft, found: list[SeriesComparison], notebooks: Path | None) -> None:
    texts = draft.held
    touched = {change.row_id for change in result.changes}
    years = _years_held(texts, found)
    after = draft.texts() if result.renews else dict(texts)
    result.compared = [each for each in comparisons(after) if each.rows & (touched | years.keys())]
    result.conflicts = conflicts_touched(texts, result.changes)
    result.corrections = corrections_touched(texts, result.changes)
    publication = result.incoming.publication
    result.absent = absent_series(texts, {(each.table, each.series) for each in found}, publication.earlier)
    if result.renews:
        result.names = names_touched(texts, result.confirmed.keys(), result.incoming.release)
    result.findings = findings(notebooks, {change.row_id for change in result.changes if change.kind != "added"})
    result.growing = growing(notebooks, result.of_kind("added"), years, result.findings)


def _years_held(texts: Mapping[str, TableText], found: Iterable[SeriesComparison]) -> dict[str, int]:
    """Year of every row that the file speaks of and that is held already."""
    held = [(each, value, position) for each in found for value, position, _ in each.present]
    return {texts[each.table].row_ids[row]: value.year for each, value, row in held if row is not None}
