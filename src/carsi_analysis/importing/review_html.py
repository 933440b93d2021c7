"""A review as a page for people: no script, no request to anywhere, every text of a file shown as text."""

from collections.abc import Iterable, Sequence
from html import escape

from carsi_analysis.batch.diff_page import difference_body
from carsi_analysis.batch.page_files import page_file
from carsi_analysis.data.formulas import written
from carsi_analysis.house.page import page
from carsi_analysis.importing.compare import Change
from carsi_analysis.importing.outlook import Outlook
from carsi_analysis.importing.review import Review
from carsi_analysis.importing.review_text import COUNTED, KINDS, WORDS, left_aside_lines, settled_lines

_STYLE = """
p,dd,li{overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:1rem 0}
dt{color:var(--muted)}dd{margin:0}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
th,td{padding-right:.75rem;padding-left:.25rem}
.stop{border-left:4px solid var(--focus);padding:.2rem 1rem;background:var(--tint)}
@media(max-width:30rem){dl{display:block}dd{margin:0 0 .5rem}}
"""
"""What this page adds to the style of the pages beside the reports."""


def review_page(review: Review) -> str:
    """Write a review as HTML, with every change listed."""
    incoming = review.incoming
    title = f"Review of {incoming.file}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        _facts(review),
        _stops(review),
        _summary(review),
        *(_changes(review, words.capitalize(), review.of_kind(kind)) for kind, words in WORDS.items()),
        _changes(review, "Differs, and stays: a judgement of ours stands on the row", review.kept),
        _changes(review, "Differs from another publisher, whose value stays", review.foreign),
        _compared(review),
        _pairs("Conflicts touched", review.conflicts),
        _pairs("Corrections touched", review.corrections),
        _pairs("Names that speak of another release", review.names),
        _list("Not in this file, though of the same publication", review.absent),
        _list("Settled by the release", settled_lines(review)),
        _findings(review),
        _outlook(review.outlook),
        _list("Left aside", left_aside_lines(review)),
    ]
    return page("en", title, f"<main>{''.join(parts)}</main>", page_file("pages.css") + _STYLE)


def _facts(review: Review) -> str:
    incoming = review.incoming
    pairs = {
        "Release": f"{incoming.publication.title}, {incoming.release or 'without a date'}",
        "Publisher": incoming.publication.publisher,
        "SHA-256": incoming.sha256,
    }
    if review.known_as:
        pairs["Taken in before as"] = review.known_as
    if review.renews:
        pairs["Would become"] = f"{review.source_id} in version {review.version} of the data"
    elif not review.obstacles:
        pairs["Outcome"] = "Nothing to change: the package holds what the file says."
    pairs |= {f"Note {number}": note for number, note in enumerate(review.notes, start=1)}
    return f"<dl>{''.join(f'<dt>{escape(name)}</dt><dd>{escape(text)}</dd>' for name, text in pairs.items())}</dl>"


def _stops(review: Review) -> str:
    stops = [*review.obstacles, *(problem.message for problem in review.problems), *filter(None, [review.advice])]
    return f'<div class="stop">{_list("Cannot be applied", stops)}</div>' if stops else ""


def _summary(review: Review) -> str:
    rows = []
    for series, confirmed in sorted(review.confirmed.items()):
        counts = [str(sum(change.series == series for change in review.of_kind(kind))) for kind in COUNTED]
        rows.append([series, review.labels.get(series, ""), *counts, str(confirmed)])
    return _table(
        "Series", ["Series", "What it is", *(WORDS[kind].capitalize() for kind in COUNTED), "As held"], rows, 4
    )


def _changes(review: Review, heading: str, changes: Iterable[Change]) -> str:
    ordered = sorted(changes, key=lambda each: (each.series, each.country, each.year, each.detail))
    rows = [
        [
            each.series,
            review.labels.get(each.country, each.country),
            str(each.year),
            each.detail,
            each.old,
            each.new,
            each.percent_words,
        ]
        for each in ordered
    ]
    heads = ["Series", "Country", "Year", "Of", "Before", "Now", "Change"]
    if not any(row[3] for row in rows):
        heads = [head for head in heads if head != "Of"]
        rows = [row[:3] + row[4:] for row in rows]
    return _table(heading, heads, rows, 3)


def _compared(review: Review) -> str:
    rows = []
    differing = (each.outcome for each in review.compared if not each.outcome.agrees)
    for outcome in sorted(differing, key=lambda each: each.reconciliation_id):
        sides = [written(outcome.left), written(outcome.right)]
        rows.append([outcome.reconciliation_id, outcome.group, outcome.words, *sides])
    agreeing = len(review.compared) - len(rows)
    heads = ["Reconciliation", "Group", "What is compared", "Left", "Right"]
    return _table("Comparisons that differ", heads, rows, 2) + (
        f"<p>{agreeing:,} further comparisons agree.</p>" if agreeing else ""
    )


def _pairs(heading: str, pairs: dict[str, str]) -> str:
    return _table(heading, ["Identifier", "What it is"], [list(pair) for pair in pairs.items()], 0)


def _findings(review: Review) -> str:
    moved = [[each.report, KINDS[each.kind], each.says] for each in review.findings]
    growing = [[each.report, KINDS[each.kind], each.says] for each in review.growing]
    heads = ["Report", "Kind", "Says now"]
    return _table("Findings that rest on values that change", heads, moved, 0) + _table(
        "Findings whose series gain values", heads, growing, 0
    )


def _outlook(outlook: Outlook | None) -> str:
    if outlook is None:
        return ""
    sentences = [[each.document, each.before, each.now] for each in outlook.sentences]
    return "".join(
        (
            f"<h2>Reports run on the data as they are and as they would be ({outlook.documents})</h2>",
            "" if outlook.difference or outlook.failed else "<p>Nothing moves.</p>",
            _list("Reports that would fail", outlook.failed),
            _table("Sentences that move", ["Document", "Says", "Would say"], sentences, 0),
            difference_body(outlook.difference),
        )
    )


def _list(heading: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<h2>{escape(heading)}</h2><ul>{items}</ul>" if items else ""


def _table(heading: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: int) -> str:
    """A table under its heading; the last ``numbers`` columns are aligned to the right. Empty without rows."""
    if not rows:
        return ""
    first = len(heads) - numbers
    body = "".join(f"<tr>{''.join(_cell(text, place >= first) for place, text in enumerate(row))}</tr>" for row in rows)
    head = "".join(
        f'<th scope="col"{_alignment(place >= first)}>{escape(name)}</th>' for place, name in enumerate(heads)
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    region = f'<div class="wide" role="group" tabindex="0" aria-label="{escape(heading)}">{table}</div>'
    return f"<h2>{escape(heading)} ({len(rows):,})</h2>{region}"


def _cell(text: str, number: bool) -> str:
    return f"<td{_alignment(number)}>{escape(text)}</td>"


def _alignment(number: bool) -> str:
    return ' class="number"' if number else ""
