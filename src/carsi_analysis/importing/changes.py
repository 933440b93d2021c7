"""The entry of an import in ``CHANGES.md``."""

from carsi_analysis.importing.compare import Change
from carsi_analysis.importing.review import Review
from carsi_analysis.importing.text import plain
from carsi_analysis.printable import first_lines

MOST_LISTED = 40


def with_entry(text: str, review: Review, accessed: str, edition_date: str) -> str:
    """The text of ``CHANGES.md`` with the entry of an import above the others."""
    head, separator, rest = text.partition("\n## ")
    return f"{head.rstrip()}\n\n{_entry(review, accessed, edition_date)}{separator}{rest}"


def _entry(review: Review, accessed: str, edition_date: str) -> str:
    incoming = review.incoming
    lines = [
        f"## {review.version} ({edition_date})",
        "",
        f"Taken in: `{review.source_id}` ({incoming.publication.title}, release of {incoming.release}), from the file",
        f"`{plain(incoming.file).replace('`', '')}`, accessed {accessed}, SHA-256 `{incoming.sha256}`.",
        "",
    ]
    lines += [f"- `{series}`: {_counts(review, series)}." for series in sorted(review.confirmed)]
    listed = [f"- {_words(change)}" for change in review.changes if change.kind != "added"]
    lines += first_lines(listed, MOST_LISTED, "- and {count} more, in `superseded_values`.")
    for words, names in (
        ("Corrections no longer needed", review.settled.corrections),
        ("Exceptions no longer needed", review.settled.exceptions),
        ("Disagreements accepted as exceptions", review.settled.accepted),
        ("Earlier releases that every value of the new one confirms", review.dropped),
    ):
        if names:
            lines.append(f"- {words}: {', '.join(f'`{name}`' for name in names)}.")
    return "\n".join(lines) + "\n"


def _counts(review: Review, series: str) -> str:
    kinds = ("added", "revised", "vanished")
    counts = [f"{sum(c.series == series for c in review.of_kind(kind))} {kind}" for kind in kinds]
    return ", ".join([*counts, f"{review.confirmed[series]} as before"])


def _words(change: Change) -> str:
    percent = f" ({change.percent_words})" if change.percent_words else ""
    new = {"vanished": "no longer given"}.get(change.kind, change.new or "none")
    return f"`{change.row_id}`: {change.old or 'none'} → {new}{percent}"
