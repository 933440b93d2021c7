"""The front page of a document as its edition's index shows it: what it found, its figures and pictures of it."""

import base64
import io
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from carsi_analysis.batch.folder.output import OutputFolder, explained, noted
from carsi_analysis.batch.folder.records import Record, to_json
from carsi_analysis.files import write_atomically

THUMBNAIL_PX, COVER_PX = 340, (1200, 630)
"""Width of a small picture of page one, at twice the size at which it is shown, and size of one for shared links."""

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


def fronts_of(folder: OutputFolder, records: Iterable[Record], code: str) -> dict[str, Front]:
    """Read the front pages of built documents, by name; those that did not change since are kept from the last time.

    Args:
        folder: where the documents are.
        records: of which documents.
        code: the hash of this package, which decides how fronts are read.
    """
    return {record["document_id"]: _kept_or_read(folder, record, code) for record in records}


def covers_of(folder: OutputFolder, records: Iterable[Record], fronts: Mapping[str, Front]) -> dict[str, bytes]:
    """Draw for links that are shared, by language, the upper part of the first page that can stand for an edition."""
    first: dict[str, str] = {}
    for record in records:
        if fronts[record["document_id"]].covers:
            first.setdefault(record["language"], record["document_id"])
    return {language: _picture(folder.inside(f"{name}.pdf"), *COVER_PX) for language, name in first.items()}


def _kept_or_read(folder: OutputFolder, record: Record, code: str) -> Front:
    name = record["document_id"]
    files = {suffix: record["files"].get(f"{name}.{suffix}", {}).get("sha256") for suffix in ("ipynb", "pdf")}
    made_of = {**files, "code": code}
    place = folder.state / "fronts" / f"{name}.json"
    kept = noted(place, front=dict)
    with suppress(KeyError, TypeError):
        if kept and kept["made_of"] == made_of:
            return Front(**{**kept["front"], "tiles": tuple(map(tuple, kept["front"]["tiles"]))})
    front = read_front(folder.inside(f"{name}.ipynb"), folder.inside(f"{name}.pdf") if files["pdf"] else None)
    with explained(folder.path):
        write_atomically(place, to_json({"made_of": made_of, "front": asdict(front)}))
    return front


def read_front(notebook: Path, pdf: Path | None) -> Front:
    """Read the front page of an executed notebook, and look at that of its PDF."""
    # Imported here, so that a build which has nothing to say does not wait for nbformat.
    from nbformat import v4

    from carsi_analysis.blocks import Figure, Prose, Table
    from carsi_analysis.export.contract import blocks_of

    said: dict[str, list[tuple[str, str]]] = {}
    exhibits: list[Any] = []
    for block in blocks_of(v4.reads(notebook.read_text(encoding="utf-8"))):  # it was validated when it was written
        if isinstance(block, Prose) and block.role:
            said.setdefault(block.role, []).extend(map(_parts, block.content))
        elif isinstance(block, Figure | Table):
            exhibits.append(block)
    chart = next((block for block in exhibits if isinstance(block, Figure)), None)
    first = exhibits[0].title if exhibits else ""
    page = base64.b64encode(_picture(pdf, THUMBNAIL_PX)).decode() if pdf else ""
    return Front(
        headline=_joined(said.get("headline", [])) or first,
        unknown=_joined(said.get("unknown", [])),
        tiles=tuple(said.get("tile", [])),
        chart=_chart(chart, notebook.stem) if chart else "",
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


def _picture(pdf: Path, width: int, height: int | None = None) -> bytes:
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
