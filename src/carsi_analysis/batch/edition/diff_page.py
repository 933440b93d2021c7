"""The difference of two editions as a page for people: no script, no request to anywhere.

What moved stands first, in sentences and in small pictures of before and now; each list of every value follows, folded.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from carsi_analysis.batch.edition.diff import Change, Difference
from carsi_analysis.batch.edition.diff_told import Drawn, Moved, Told
from carsi_analysis.batch.edition.page_files import dressed_page, page_file
from carsi_analysis.export.characters import slug
from carsi_analysis.printable import printable

KINDS = ("finding", "chart", "table")
MOST_SENTENCES = 12
"""Sentences of a report that stand open; those beyond are folded."""

WRITTEN_IN = "en"
"""Language of the page; what it quotes keeps its own."""


def difference_page(difference: Difference, old: str, new: str, told: Mapping[str, Told] | None = None) -> str:
    """Write a difference as HTML.

    Args:
        difference: what moved.
        old: names the earlier edition.
        new: names the later edition.
        told: the sentences and charts that moved, by report; without them the page holds the lists alone.
    """
    title = f"What moved from {printable(old)} to {printable(new)}" if old != new else f"What moved in {printable(new)}"
    lead = "".join(f'<p class="lead">{_shown(line)}</p>' for line in summary_lines(difference))
    body = f"<main><h1>{escape(title)}</h1>{lead}{_where(difference)}{difference_body(difference, told or {})}</main>"
    return dressed_page(WRITTEN_IN, title, body, page_file("diff.css"))


def summary_lines(difference: Difference) -> list[str]:
    """Say in a few sentences what moved, and since which data."""
    was, now = difference.data
    lines = [f"The data of both are {now}."] if now and was == now else []
    lines += [f"The data were {was} and are {now}."] if was != now else []
    if not difference:
        return ["Nothing moved.", *lines]
    changes = [change for document in difference.documents.values() for change in document]
    where = f"{_counted(len(difference.documents), 'report')} of {difference.compared}"
    if changes:
        lines.append(f"In {where}: {_kinds_moved(difference.documents.values())} moved.")
    elif difference.compared:
        lines.append("No finding, chart, table or source moved.")
    told = {"added": difference.added, "dropped": difference.dropped, "failed": [c.what for c in difference.failed]}
    return [
        *lines,
        *(f"{_counted(len(names), 'report')} {what}: {', '.join(names)}." for what, names in told.items() if names),
    ]


def _where(difference: Difference) -> str:
    """Lead to each report that moved, where there are several."""
    items = "".join(
        f'<li><a href="#{_anchor(name)}">{_shown(name)}</a>: {_kinds_moved([changes])}</li>'
        for name, changes in difference.documents.items()
    )
    return f'<nav aria-label="Reports"><ul class="where">{items}</ul></nav>' if len(difference.documents) > 1 else ""


def _anchor(name: str) -> str:
    return f"report-{slug(name)}"


def _kinds_moved(documents: Iterable[Iterable[Change]]) -> str:
    """Count what moved, each finding, chart and table once a report."""
    counts = Counter(kind for changes in documents for kind, _ in {change.of for change in changes} if kind)
    parts = [_counted(counts[kind], kind) for kind in KINDS if counts[kind]]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or "sources"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count != 1)}"


def difference_body(difference: Difference, told: Mapping[str, Told], level: int = 2) -> str:
    """Write a difference as parts of a page, each under a heading of a level; empty where nothing moved."""
    parts = []
    for name, changes in difference.documents.items():
        parts += _document(name, changes, told.get(name, Told(name, WRITTEN_IN)), level)
    parts += _names("Reports added", difference.added, level)
    parts += _names("Reports dropped", difference.dropped, level)
    for heading, changes in {
        "Reports that failed": difference.failed,
        "The edition as a whole": difference.edition,
    }.items():
        parts += _section(heading, [_table(heading, changes)], changes, level)
    return "".join(parts)


def _names(heading: str, names: list[str], level: int) -> list[str]:
    items = "".join(f"<li>{_shown(name)}</li>" for name in names)
    return _section(heading, [f"<ul>{items}</ul>"], names, level)


def _section(heading: str, inside: list[str], moved: object, level: int) -> list[str]:
    return [f"<section><h{level}>{_shown(heading)}</h{level}>", *inside, "</section>"] if moved else []


def _document(name: str, changes: list[Change], told: Told, level: int) -> list[str]:
    language = f' lang="{escape(told.language)}"' if told.language != WRITTEN_IN else ""
    inside = [f"<h{level}{language}>{_shown(told.title)}</h{level}>"]
    inside.append(f'<p class="detail">{_shown(name)}: {_kinds_moved([changes])} moved.</p>')
    if told.same_as:
        inside.append(f"<p>The same moved as in {_shown(told.same_as)}, where its charts stand.</p>")
    shown = 0 if told.same_as else MOST_SENTENCES
    inside.append(_sentences(told.sentences[:shown], told.language))
    inside += [_charts(pair, told.language) for pair in told.charts]
    if more := told.sentences[shown:]:
        which = "sentence" if shown == 0 else "more sentence"
        inside.append(_folded(f"{_counted(len(more), which)} of {name}", _sentences(more, told.language)))
    inside.append(_folded(f"All that moved in {name} ({len(changes)})", _table(f"All that moved in {name}", changes)))
    return [f'<section id="{_anchor(name)}">', *inside, "</section>"]


def _folded(summary: str, inside: str) -> str:
    return f"<details><summary>{_shown(summary)}</summary>{inside}</details>"


def _sentences(moved: Sequence[Moved], language: str) -> str:
    return f'<ol class="moved">{"".join(_sentence(each, language) for each in moved)}</ol>' if moved else ""


def _sentence(moved: Moved, language: str) -> str:
    """Quote a sentence as it is and as it was; one that stands on one side alone says so."""
    sides = {"Now": moved.now, "Before": moved.before}
    if not (moved.now and moved.before):
        sides = {"New": moved.now} if moved.now else {"Gone": moved.before}
    spoken = f' lang="{escape(language)}"' if language != WRITTEN_IN else ""
    words = "".join(
        f'<p class="{side.lower()}"><b>{side}</b> <span{spoken}>{_shown(text)}</span></p>'
        for side, text in sides.items()
    )
    by = "".join(f"<li>{_shown(finding)}</li>" for finding in moved.findings)
    return f'<li>{words}<ul class="detail">{by}</ul></li>' if len(sides) > 1 else f"<li>{words}</li>"


def _charts(pair: tuple[Drawn | None, Drawn | None], language: str) -> str:
    """Set a chart as it was beside what it is."""
    return f'<div class="pair">{"".join(_figures(pair, language))}</div>'


def _figures(pair: tuple[Drawn | None, Drawn | None], language: str) -> Iterator[str]:
    missing = ("This chart is new.", "This chart is gone.")
    for side, drawn, instead in zip(("Before", "Now"), pair, missing, strict=True):
        if drawn is None:
            yield f'<p class="none"><b>{side}</b> {instead}</p>'
            continue
        spoken = f' lang="{escape(language)}"' if language != WRITTEN_IN else ""
        caption = f"<figcaption><b>{side}</b> <span{spoken}>{_shown(drawn.title)}</span></figcaption>"
        yield f'<figure>{caption}<div class="card">{drawn.picture}</div></figure>'


def _table(label: str, changes: Iterable[Change]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_shown(change.what)}</th><td>{_shown(change.old) or "–"}</td>'
        f"<td>{_shown(change.new) or '–'}</td></tr>"
        for change in changes
    )
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("What", "Before", "Now"))
    return (
        f'<div class="wide" role="group" tabindex="0" aria-label="{_shown(label)}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _shown(text: str) -> str:
    return escape(printable(text))
