"""The front page of a document as its edition's index shows it: what it found, its figures and its first picture."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from carsi_analysis.batch.folder.output import OutputFolder
from carsi_analysis.batch.folder.records import Record


@dataclass(frozen=True)
class Front:
    """What a document says first.

    Attributes:
        headline: the finding; the title of its first exhibit where it states none.
        unknown: what is not known beside it.
        tiles: figures, each with a few words.
        picture: its first chart as HTML, drawn for a narrow column; empty where it has none.
        picture_title: what that chart shows.
    """

    headline: str = ""
    unknown: str = ""
    tiles: tuple[tuple[str, str], ...] = ()
    picture: str = ""
    picture_title: str = ""


@dataclass
class _Reading:
    """What is read of the blocks of a document so far."""

    said: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    exhibits: list[Any] = field(default_factory=list)


def fronts_of(folder: OutputFolder, records: Iterable[Record]) -> dict[str, Front]:
    """Read the front pages of built documents from their notebooks, by name of the document."""
    names = [record["document_id"] for record in records]
    return {name: read_front(folder.inside(f"{name}.ipynb"), number) for number, name in enumerate(names)}


def read_front(notebook: Path, number: int) -> Front:
    """Read the front page of an executed notebook; ``number`` keeps the identifiers of its picture apart."""
    # Imported here, so that a build which has nothing to say does not wait for nbformat.
    import nbformat

    from carsi_analysis.blocks import Figure, Prose, Table
    from carsi_analysis.export.contract import blocks_of

    read = _Reading()
    executed = nbformat.read(notebook, as_version=4)
    for block in blocks_of(executed):
        if isinstance(block, Prose) and block.role:
            read.said.setdefault(block.role, []).extend(_parts(passage) for passage in block.content)
        elif isinstance(block, Figure | Table):
            read.exhibits.append(block)
    chart = next((block for block in read.exhibits if isinstance(block, Figure)), None)
    first = read.exhibits[0].title if read.exhibits else ""
    return Front(
        headline=_joined(read.said.get("headline", [])) or first,
        unknown=_joined(read.said.get("unknown", [])),
        tiles=tuple(read.said.get("tile", [])),
        picture=_picture(chart, number) if chart else "",
        picture_title=chart.title if chart else "",
    )


def _picture(chart: Any, number: int) -> str:
    from carsi_analysis.export import svg
    from carsi_analysis.export.pictures import PictureError, from_svg

    try:
        return svg.inline(from_svg(chart.narrow).content.decode(), f"p{number}", chart.alt)
    except PictureError:  # it is drawn for a page alone
        return ""


def _joined(parts: Iterable[tuple[str, str]]) -> str:
    return " ".join("".join(part).strip() for part in parts)


def _parts(passage: Any) -> tuple[str, str]:
    """Divide a passage into the figure that it begins with, set strong, and its other words."""
    items = [passage.content] if hasattr(passage, "content") else passage.items
    inline = [one for item in items for one in item]
    head = next((one for one in inline if getattr(one, "type", "") == "strong"), None)
    return ("" if head is None else _text(head)), "".join(_text(one) for one in inline if one is not head).strip()


def _text(inline: Any) -> str:
    """Give the words of running text, without the numbers of its sources."""
    if isinstance(inline, str):
        return inline
    if inline.type == "reference":
        return ""
    return inline.text if inline.type == "fact" else "".join(map(_text, inline.content))
