"""The front page of a document as its edition's index shows it: what it found, its figures and pictures of it."""

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a build that only hands out jobs does not wait for pydantic
    from carsi_analysis.blocks import Block

THUMBNAIL_PX = 340
"""Width of a small picture of page one, at twice the size at which it is shown."""

SHADES = 24
"""Colours of a picture of a page: enough for letters and charts, and a fifth of the bytes."""


@dataclass(frozen=True)
class Front:
    """What a document says first; pictures are PNG in base64, empty where there is nothing to draw.

    Attributes:
        headline: the finding; the title of its first exhibit where it states none.
        unknown: what is not known beside it.
        tiles: figures, each with a few words.
        chart: its first chart as HTML, drawn for a narrow column.
        chart_title: what that chart shows.
        page: page one, small.
        covers: whether page one begins with a finding and is printed, so that a picture of it can stand for an edition.
    """

    headline: str = ""
    unknown: str = ""
    tiles: tuple[tuple[str, str], ...] = ()
    chart: str = ""
    chart_title: str = ""
    page: str = ""
    covers: bool = False


def front_of(blocks: "Iterable[Block]", name: str, pdf: bytes | None) -> Front:
    """Read the front page of a document, and look at that of its PDF.

    Args:
        blocks: what the outputs of its executed notebook state.
        name: of its document.
        pdf: the document in print, if there is one.
    """
    from carsi_analysis.blocks import Figure, Prose, Table

    said: dict[str, list[tuple[str, str]]] = {}
    exhibits: list[Any] = []
    for block in blocks:
        if isinstance(block, Prose) and block.role:
            said.setdefault(block.role, []).extend(map(_parts, block.content))
        elif isinstance(block, Figure | Table):
            exhibits.append(block)
    chart = next((block for block in exhibits if isinstance(block, Figure)), None)
    first = exhibits[0].title if exhibits else ""
    page = base64.b64encode(picture_of(pdf, THUMBNAIL_PX)).decode() if pdf else ""
    return Front(
        headline=_joined(said.get("headline", [])) or first,
        unknown=_joined(said.get("unknown", [])),
        tiles=tuple(said.get("tile", [])),
        chart=_chart(chart, name) if chart else "",
        chart_title=chart.title if chart else "",
        page=page,
        covers="headline" in said and bool(page),
    )


def _chart(chart: Any, name: str) -> str:
    """Write a chart, with identifiers that no other document's has."""
    from carsi_analysis.export import svg
    from carsi_analysis.export.pictures import PictureError, from_svg

    try:
        return svg.inline(from_svg(chart.narrow).content.decode(), f"{name}.chart", chart.alt)
    except PictureError:  # it is drawn for a page alone
        return ""


def picture_of(pdf: bytes, width: int, height: int | None = None) -> bytes:
    """Draw page one of a PDF as wide as asked for, cut at a height where one is given; nothing where it has none."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(pdf) as document:
            page = document[0]
            picture = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    except pypdfium2.PdfiumError:
        return b""
    written = io.BytesIO()
    shown = picture if height is None else picture.crop((0, 0, width, height))
    shown.quantize(SHADES, dither=0).save(written, "PNG", optimize=True)
    return written.getvalue()


def _joined(parts: Iterable[tuple[str, str]]) -> str:
    return " ".join("".join(part).strip() for part in parts)


def _parts(passage: Any) -> tuple[str, str]:
    """Divide a passage into the figure that it begins with, set strong, and its other words."""
    from carsi_analysis.blocks import text_of

    items = [passage.content] if hasattr(passage, "content") else passage.items
    inline = [one for item in items for one in item]
    head = next((one for one in inline if getattr(one, "type", "") == "strong"), None)
    return text_of([] if head is None else [head]), text_of([one for one in inline if one is not head]).strip()
