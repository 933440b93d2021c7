"""The difference of two editions as a page for people: no script, no request to anywhere.

What moved stands first, in sentences and in small pictures of before and now; each list of every value follows, folded.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from carsi_analysis.batch.edition.diff import Change, Difference
from carsi_analysis.batch.edition.diff_told import Drawn, Moved, Told
from carsi_analysis.batch.edition.page_files import dressed_page, page_file
from carsi_analysis.batch.printable import printable

KINDS = {"finding": "finding", "chart": "chart", "table": "table"}


def difference_page(difference: Difference, old: str, new: str, told: Mapping[str, Told] | None = None) -> str:
    """Write a difference as HTML.

    Args:
        difference: what moved.
        old: names the earlier edition.
        new: names the later edition.
        told: the sentences and charts that moved, by report; without them the page holds the lists alone.
    """
    title = f"What moved from {printable(old)} to {printable(new)}"
    lead = "".join(f'<p class="lead">{_shown(line)}</p>' for line in summary_lines(difference))
    body = f"<main><h1>{escape(title)}</h1>{lead}{difference_body(difference, told or {})}</main>"
    return dressed_page("en", title, body, page_file("diff.css"))


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


def _kinds_moved(documents: Iterable[Iterable[Change]]) -> str:
    """Count what moved, each finding, chart and table once a report."""
    counts = Counter(kind for changes in documents for kind, _ in {change.of for change in changes} if kind)
    parts = [_counted(counts[kind], word) for kind, word in KINDS.items() if counts[kind]]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or "sources"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count != 1)}"


def difference_body(difference: Difference, told: Mapping[str, Told], level: int = 2) -> str:
    """Write a difference as parts of a page, each under a heading of a level; empty where nothing moved."""
    parts = [
        *_names("Reports added", difference.added, level),
        *_names("Reports dropped", difference.dropped, level),
        *_section("Reports that failed", [_table("Reports that failed", difference.failed)], difference.failed, level),
        *_section(
            "The edition as a whole", [_table("The edition as a whole", difference.edition)], difference.edition, level
        ),
    ]
    for name, changes in difference.documents.items():
        parts += _document(name, changes, told.get(name, Told(name, "en")), level)
    return "".join(parts)


def _names(heading: str, names: list[str], level: int) -> list[str]:
    items = "".join(f"<li>{_shown(name)}</li>" for name in names)
    return _section(heading, [f"<ul>{items}</ul>"], names, level)


def _section(heading: str, inside: list[str], moved: object, level: int) -> list[str]:
    return [f"<section><h{level}>{_shown(heading)}</h{level}>", *inside, "</section>"] if moved else []


def _document(name: str, changes: list[Change], told: Told, level: int) -> list[str]:
    inside = [f'<p class="detail">{_shown(name)}: {_kinds_moved([changes])} moved.</p>']
    said = [f'<ol class="moved">{"".join(_sentence(each, told.language) for each in told.sentences)}</ol>']
    if told.same_as:
        inside.append(f"<p>The same moved as in {_shown(told.same_as)}, where its charts stand.</p>")
    elif told.sentences:
        inside += said
    inside += [_charts(pair, told.language) for pair in told.charts]
    folded = [*(said if told.same_as and told.sentences else []), _table(f"All that moved in {name}", changes)]
    inside.append(
        f"<details><summary>All that moved in {_shown(name)} ({len(changes)})</summary>{''.join(folded)}</details>"
    )
    language = f' lang="{escape(told.language)}"' if told.language != "en" else ""
    heading = f"<h{level}{language}>{_shown(told.title)}</h{level}>"
    return ["<section>", heading, *inside, "</section>"]


def _sentence(moved: Moved, language: str) -> str:
    sides = {"Now": moved.now or "It is gone.", "Before": moved.before or "It is new."}
    quoted = {"Now": moved.now, "Before": moved.before}
    spoken = {side: f' lang="{escape(language)}"' if quoted[side] and language != "en" else "" for side in sides}
    words = "".join(
        f'<p class="{side.lower()}"><b>{side}</b> <span{spoken[side]}>{_shown(text)}</span></p>'
        for side, text in sides.items()
    )
    by = "".join(f"<li>{_shown(finding)}</li>" for finding in moved.findings)
    return f'<li>{words}<ul class="detail">{by}</ul></li>'


def _charts(pair: tuple[Drawn | None, Drawn | None], language: str) -> str:
    """Set a chart as it was beside what it is."""
    return f'<div class="pair">{"".join(_figures(pair, language))}</div>'


def _figures(pair: tuple[Drawn | None, Drawn | None], language: str) -> Iterator[str]:
    missing = ("This chart is new.", "This chart is gone.")
    for side, drawn, instead in zip(("Before", "Now"), pair, missing, strict=True):
        if drawn is None:
            yield f'<p class="none"><b>{side}</b> {instead}</p>'
            continue
        spoken = f' lang="{escape(language)}"' if language != "en" else ""
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
