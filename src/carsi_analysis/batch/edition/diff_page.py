"""The difference of two editions as a page for people: no script, no request to anywhere."""

from html import escape

from carsi_analysis.batch.edition.diff import Change, Difference
from carsi_analysis.batch.edition.page_files import page_file
from carsi_analysis.batch.printable import printable
from carsi_analysis.house.page import page


def difference_page(difference: Difference, old: str, new: str) -> str:
    """Write a difference as HTML.

    Args:
        difference: what moved.
        old: names the earlier edition.
        new: names the later edition.
    """
    title = f"What moved from {old} to {new}"
    body = difference_body(difference) or "<p>Nothing moved.</p>"
    return page("en", title, f"<main><h1>{escape(title)}</h1>{body}</main>", page_file("pages.css"))


def difference_body(difference: Difference) -> str:
    """Write a difference as parts of a page, each under a heading of the second level; empty where nothing moved."""
    parts = [
        *_names("Reports added", difference.added),
        *_names("Reports dropped", difference.dropped),
        *_changes("Reports that failed", difference.failed),
        *_changes("The edition as a whole", difference.edition),
    ]
    for name, changes in difference.documents.items():
        parts += _changes(name, changes)
    return "".join(parts)


def _names(heading: str, names: list[str]) -> list[str]:
    items = "".join(f"<li>{_shown(name)}</li>" for name in names)
    return [f"<h2>{heading}</h2><ul>{items}</ul>"] if names else []


def _changes(heading: str, changes: list[Change]) -> list[str]:
    if not changes:
        return []
    rows = "".join(
        f'<tr><th scope="row">{_shown(change.what)}</th><td>{_shown(change.old) or "–"}</td>'
        f"<td>{_shown(change.new) or '–'}</td></tr>"
        for change in changes
    )
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("What", "Before", "Now"))
    return [
        f"<h2>{_shown(heading)}</h2>",
        f'<div class="wide" role="group" tabindex="0" aria-label="{_shown(heading)}">',
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>",
    ]


def _shown(text: str) -> str:
    return escape(printable(text))
