"""The difference of two editions as a page for people: no script, no request to anywhere.

What moved stands first, in sentences and in small pictures of before and now; each list of every value follows, folded.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from carsi_analysis.batch.edition.diff import Change, Difference, counted
from carsi_analysis.batch.edition.diff_told import Drawn, Moved, Told
from carsi_analysis.batch.edition.page_files import dressed_page, page_file
from carsi_analysis.export.characters import slug
from carsi_analysis.printable import printable
from carsi_analysis.words import Words, words_of

KINDS = ("finding", "chart", "table")
MOST_SENTENCES = 12
"""Sentences of a report that stand open; those beyond are folded."""


def difference_page(difference: Difference, old: str, new: str, told: Mapping[str, Told] | None = None) -> str:
    """Write a difference as HTML, in its language; what it quotes of reports keeps its own.

    Args:
        difference: what moved.
        old: names the earlier edition.
        new: names the later edition.
        told: the sentences and charts that moved, by report; without them the page holds the lists alone.
    """
    words = _words(difference)
    title = words("title" if old != new else "title_of_one", old=printable(old), new=printable(new))
    lead = "".join(f'<p class="lead">{_shown(line)}</p>' for line in summary_lines(difference))
    body = f"<main><h1>{escape(title)}</h1>{lead}{_where(difference)}{difference_body(difference, told or {})}</main>"
    return dressed_page(difference.language, title, body, page_file("diff.css"))


def _words(difference: Difference) -> Words:
    return words_of(difference.language).part("moved")


def summary_lines(difference: Difference) -> list[str]:
    """Say in a few sentences what moved, and since which data."""
    words, (was, now) = _words(difference), difference.data
    lines = [words("same_data", now=now)] if now and was == now else []
    lines += [words("other_data", was=was, now=now)] if was != now else []
    if not difference:
        return [words("nothing"), *lines]
    if moved := difference.documents.values():
        reports = counted(words.part("reports"), len(moved))
        lines.append(words("moved", reports=reports, all=difference.compared, kinds=_kinds_moved(words, moved)))
    elif difference.compared:
        lines.append(words("nothing_in_reports"))
    told = {"added": difference.added, "dropped": difference.dropped, "failed": [c.what for c in difference.failed]}
    for what, names in told.items():
        if names:
            reports = counted(words.part("reports"), len(names))
            lines.append(words(f"reports_{what}", reports=reports, names=", ".join(names)))
    return lines


def _where(difference: Difference) -> str:
    """Lead to each report that moved, where there are several."""
    words = _words(difference)
    items = "".join(
        f'<li><a href="#{_anchor(name)}">{_shown(name)}</a>: {_kinds_moved(words, [changes])}</li>'
        for name, changes in difference.documents.items()
    )
    label = escape(words("where"))
    return f'<nav aria-label="{label}"><ul class="where">{items}</ul></nav>' if len(difference.documents) > 1 else ""


def _anchor(name: str) -> str:
    return f"report-{slug(name)}"


def _kinds_moved(words: Words, documents: Iterable[Iterable[Change]]) -> str:
    """Count what moved, each finding, chart and table once a report."""
    counts = Counter(kind for changes in documents for kind, _ in {change.of for change in changes} if kind)
    parts = [counted(words.part(f"kind.{kind}"), counts[kind]) for kind in KINDS if counts[kind]]
    return words("and").join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or words("kind.sources")


def difference_body(difference: Difference, told: Mapping[str, Told], level: int = 2) -> str:
    """Write a difference as parts of a page, each under a heading of a level; empty where nothing moved."""
    parts, words = [], _words(difference)
    for name, changes in difference.documents.items():
        parts += _document(words, name, changes, told.get(name, Told(name, words.language)), level)
    for which, names in {"added": difference.added, "dropped": difference.dropped}.items():
        items = "".join(f"<li>{_shown(name)}</li>" for name in names)
        parts += _section(words(f"head.{which}"), [f"<ul>{items}</ul>"], names, level)
    for which, changes in {"failed": difference.failed, "edition": difference.edition}.items():
        heading = words(f"head.{which}")
        parts += _section(heading, [_table(words, heading, changes)], changes, level)
    return "".join(parts)


def _section(heading: str, inside: list[str], moved: object, level: int) -> list[str]:
    return [f"<section><h{level}>{_shown(heading)}</h{level}>", *inside, "</section>"] if moved else []


def _document(words: Words, name: str, changes: list[Change], told: Told, level: int) -> list[str]:
    spoken = _spoken(words, told.language)
    inside = [f"<h{level}{spoken}>{_shown(told.title)}</h{level}>"]
    inside.append(f'<p class="detail">{_shown(words("in", name=name, kinds=_kinds_moved(words, [changes])))}</p>')
    if told.same_as:
        inside.append(f"<p>{_shown(words('same_as', name=told.same_as))}</p>")
    shown = 0 if told.same_as else MOST_SENTENCES
    inside.append(_sentences(words, told.sentences[:shown], spoken))
    inside += [_charts(words, pair, spoken) for pair in told.charts]
    if more := told.sentences[shown:]:
        count = counted(words.part("more" if shown else "sentences"), len(more))
        inside.append(_folded(words("of", what=count, name=name), _sentences(words, more, spoken)))
    every = words("every", name=name)
    inside.append(_folded(f"{every} ({len(changes)})", _table(words, every, changes)))
    return [f'<section id="{_anchor(name)}">', *inside, "</section>"]


def _spoken(words: Words, language: str) -> str:
    """Name the language of what is quoted, where it is not the page's."""
    return f' lang="{escape(language)}"' if language != words.language else ""


def _folded(summary: str, inside: str) -> str:
    return f"<details><summary>{_shown(summary)}</summary>{inside}</details>"


def _sentences(words: Words, moved: Sequence[Moved], spoken: str) -> str:
    return f'<ol class="moved">{"".join(_sentence(words, each, spoken) for each in moved)}</ol>' if moved else ""


def _sentence(words: Words, moved: Moved, spoken: str) -> str:
    """Quote a sentence as it is and as it was; one that stands on one side alone says so."""
    sides = {"now": moved.now, "before": moved.before}
    if not (moved.now and moved.before):
        sides = {"new": moved.now} if moved.now else {"gone": moved.before}
    quoted = "".join(
        f'<p class="{side}"><b>{_shown(words(f"side.{side}"))}</b> <span{spoken}>{_shown(text)}</span></p>'
        for side, text in sides.items()
    )
    by = "".join(f"<li>{_shown(finding)}</li>" for finding in moved.findings)
    return f'<li>{quoted}<ul class="detail">{by}</ul></li>' if len(sides) > 1 else f"<li>{quoted}</li>"


def _charts(words: Words, pair: tuple[Drawn | None, Drawn | None], spoken: str) -> str:
    """Set a chart as it was beside what it is."""
    return f'<div class="pair">{"".join(_figures(words, pair, spoken))}</div>'


def _figures(words: Words, pair: tuple[Drawn | None, Drawn | None], spoken: str) -> Iterator[str]:
    for key, drawn, missing in zip(("before", "now"), pair, ("chart_new", "chart_gone"), strict=True):
        side = _shown(words(f"side.{key}"))
        if drawn is None:
            yield f'<p class="none"><b>{side}</b> {_shown(words(missing))}</p>'
            continue
        caption = f"<figcaption><b>{side}</b> <span{spoken}>{_shown(drawn.title)}</span></figcaption>"
        yield f'<figure>{caption}<div class="card">{drawn.picture}</div></figure>'


def _table(words: Words, label: str, changes: Iterable[Change]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_shown(change.what)}</th><td>{_shown(change.old) or "–"}</td>'
        f"<td>{_shown(change.new) or '–'}</td></tr>"
        for change in changes
    )
    heads = "".join(f'<th scope="col">{_shown(words(f"side.{side}"))}</th>' for side in ("what", "before", "now"))
    return (
        f'<div class="wide" role="group" tabindex="0" aria-label="{_shown(label)}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _shown(text: str) -> str:
    return escape(printable(text))
