"""The sentences that a review's page begins with: what the release changes, by how much, and what rests on it."""

from collections.abc import Iterator

from carsi_analysis.batch.edition.diff_page import summary_lines
from carsi_analysis.importing.compare import Change
from carsi_analysis.importing.review import Review
from carsi_analysis.printable import counted

CHANGED = {"added": "adds {count}", "revised": "revises {count}", "vanished": "no longer gives {count}"}


def lead_of(review: Review) -> Iterator[str]:
    """Say in a few sentences what a release changes."""
    yield _changed(review)
    if largest := max(
        (each for each in review.of_kind("revised") if each.percent is not None), key=_size, default=None
    ):
        place = review.labels.get(largest.country, largest.country)
        yield (
            f"The largest revision: {largest.series}, {place} {largest.year}, from {largest.old} to {largest.new} "
            f"({largest.percent_words})."
        )
    if review.outlook is not None:
        yield f"{counted(len(review.outlook.sentences), 'sentence')} of the reports would say something else."
        yield from summary_lines(review.outlook.difference)
    elif review.findings or review.growing:
        kinds = [each.kind for each in [*review.findings, *review.growing]]
        sentences, exhibits = kinds.count("fact"), len(kinds) - kinds.count("fact")
        told = f"{counted(sentences, 'sentence')} and {counted(exhibits, 'chart or table', 'charts or tables')}"
        yield f"In the stored reports {told} rest on what changes."


def _changed(review: Review) -> str:
    counts = {kind: len(review.of_kind(kind)) for kind in CHANGED}
    told = [words.format(count=counted(counts[kind], "value")) for kind, words in CHANGED.items() if counts[kind]]
    held = counted(sum(review.confirmed.values()), "value")
    if not told:
        return f"The file changes no value; {held} as held."
    joined = " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
    return f"The file {joined} of {counted(len(review.confirmed), 'series', 'series')}; {held} stay as held."


def _size(change: Change) -> float:
    return abs(float(change.percent or 0))
