"""A review in plain text."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from carsi_analysis.data.formulas import written
from carsi_analysis.importing.compare import Change
from carsi_analysis.importing.findings import Finding
from carsi_analysis.importing.outlook import Outlook
from carsi_analysis.importing.review import Review
from carsi_analysis.importing.settle import Comparison

MOST_SHOWN = 60
WORDS = {
    "revised": "revised",
    "added": "added",
    "vanished": "no longer given",
    "follows": "computed again",
}
KINDS = {"fact": "sentence", "figure": "chart", "table": "table"}
COUNTED = ("added", "revised", "vanished")


def review_text(review: Review) -> str:
    """The whole review, section by section; sections with nothing to say are left out."""
    advice = [f"  {review.advice}"] if review.advice else []
    sections = [
        [*_file(review), *(f"Note: {note}" for note in review.notes)],
        _summary(review),
        *(_changes(review, kind, words) for kind, words in WORDS.items()),
        _section("Differs, and stays: a judgement of ours stands on the row", map(_change, review.kept)),
        _section("Differs from another publisher, whose value stays", map(_change, review.foreign)),
        _compared(review.compared),
        _section("Conflicts touched", (f"{name}: {label}" for name, label in review.conflicts.items())),
        _section("Corrections touched", (f"{name}: {reason}" for name, reason in review.corrections.items())),
        _section("Names that speak of another release", (f"{each}: {name}" for each, name in review.names.items())),
        _section("Not in this file, though of the same publication", review.absent),
        _section("Settled by the release", settled_lines(review)),
        _findings(review),
        _section("Findings whose series gain values", (_finding(each) for each in review.growing)),
        _hint(review),
        *_outlook(review.outlook),
        _section("Left aside", left_aside_lines(review)),
        [*_section("The package would not pass its checks", (each.message for each in review.problems)), *advice],
        _section("Cannot be applied", review.obstacles),
    ]
    return "\n\n".join("\n".join(section) for section in sections if section)


def _file(review: Review) -> list[str]:
    incoming = review.incoming
    release = f"release of {incoming.release}" if incoming.release else "release without a date"
    lines = [f"{incoming.file}: {incoming.publication.title}, {release}", f"SHA-256 {incoming.sha256}"]
    if review.known_as:
        lines.append(f"This very file was taken in before, as {review.known_as}.")
    return lines


def _summary(review: Review) -> list[str]:
    lines = []
    for series, confirmed in sorted(review.confirmed.items()):
        numbers = {kind: sum(change.series == series for change in review.of_kind(kind)) for kind in COUNTED}
        counts = [f"{number} {WORDS[kind]}" for kind, number in numbers.items()]
        label = f" ({review.labels[series]})" if series in review.labels else ""
        lines.append(f"{series}: {', '.join(counts)}, {confirmed} as held{label}")
    if review.renews:
        lines.append(f"Would become {review.source_id} in version {review.version} of the data.")
    elif not review.obstacles:
        lines.append("Nothing to change: the package holds what the file says.")
    return lines


def _changes(review: Review, kind: str, words: str) -> list[str]:
    changes = sorted(review.of_kind(kind), key=lambda each: (each.series, each.country, each.year, each.detail))
    lines: list[str] = []
    for series, of_series in groupby(changes, key=lambda each: each.series):
        listed = list(of_series)
        lines += _section(f"{series}, {words}", map(_change, listed))
    return lines


def _change(change: Change) -> str:
    what = " ".join(filter(None, [change.country, str(change.year), change.detail]))
    percent = f" ({change.percent_words})" if change.percent_words else ""
    if change.kind == "added":
        return f"{what}: {change.new or 'hidden by the publisher'}"
    if change.kind == "vanished":
        return f"{what}: {change.old or 'hidden by the publisher'} → no longer given"
    return f"{what}: {change.old or 'none'} → {change.new or 'none'}{percent}"


def _compared(compared: Sequence[Comparison]) -> list[str]:
    lines: list[str] = []
    ordered = sorted(compared, key=lambda each: each.outcome.reconciliation_id)
    for name, group in groupby(ordered, key=lambda each: each.outcome.reconciliation_id):
        outcomes = [each.outcome for each in group]
        differing = [each for each in outcomes if not each.agrees]
        lines.append(f"  {name}: {len(outcomes) - len(differing)} agree, {len(differing)} differ ({outcomes[0].words})")
        lines += [
            f"    {each.group or 'sum'}: {written(each.left)} against {written(each.right)}"
            for each in differing[:MOST_SHOWN]
        ]
    return ["Reconciliations touched", *lines] if lines else []


def settled_lines(review: Review) -> list[str]:
    """What the release settles, one line each."""
    settled = review.settled
    return [
        *(f"correction {name} is taken out: the publisher changed the value" for name in settled.corrections),
        *(f"exception {name} is taken out: both sides agree now, or one is gone" for name in settled.exceptions),
        *(f"exception {name} is added: the difference was accepted" for name in settled.accepted),
        *(f"source {name} is taken out: the new release gives all of its values" for name in review.dropped),
    ]


def left_aside_lines(review: Review) -> list[str]:
    """Rows of the file that are not for us, one line a reason."""
    return [f"{count:,} row{'s' * (count != 1)}: {reason}" for reason, count in review.left_aside.items()]


def _findings(review: Review) -> list[str]:
    return _section("Findings that rest on values that change", (_finding(each) for each in review.findings))


def _finding(finding: Finding) -> str:
    name = "" if finding.kind == "fact" else f" {finding.name}"
    return f"{finding.report}, {KINDS[finding.kind]}{name}: {finding.says}"


def _hint(review: Review) -> list[str]:
    """How to see more than the stored notebooks show."""
    if not (review.findings or review.growing) or review.outlook is not None:
        return []
    return ["Findings are those of each report's stored run; --edition full runs every report before and after."]


def _outlook(outlook: Outlook | None) -> list[list[str]]:
    """What was seen when the reports were run; no section says that nothing moved."""
    if outlook is None:
        return []
    lines = outlook.difference.lines()
    ran = f"Reports run on the data as they are and as they would be: {outlook.documents}"
    return [
        [ran if lines or outlook.failed else f"{ran}; nothing moves."],
        _section("Reports that would fail", outlook.failed),
        _section(
            "Sentences that move",
            (f"{each.document}: {each.before or 'nothing'} → {each.now or 'nothing'}" for each in outlook.sentences),
        ),
        _section("What carsi diff would say of the two editions", lines),
    ]


def _section(title: str, lines: Iterable[str]) -> list[str]:
    listed = list(lines)
    shown = [f"  {line}" for line in listed[:MOST_SHOWN]]
    if len(listed) > MOST_SHOWN:
        shown.append(f"  … and {len(listed) - MOST_SHOWN:,} more; --html lists all")
    return [f"{title} ({len(listed):,})", *shown] if listed else []
