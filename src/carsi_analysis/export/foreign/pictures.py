"""Pictures of any notebook, checked: raster files and SVG, as bytes, base64 or the source of an ``img``."""

import base64
import binascii
import io
import warnings
from urllib.parse import unquote

from PIL import Image

from carsi_analysis.export.pictures import Picture, PictureError, from_svg

PIXELS_PER_INCH = 96
POINTS_PER_INCH = 72
RASTER_TYPES = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif", "WEBP": "webp"}
LARGEST_SVG = 400_000
"""Bytes of SVG above which a PNG of the same figure, where the notebook holds one, reads better."""


SCREEN_MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}
"""Pixels that browsers and archival PDF show alike; print colours (CMYK) would need a profile."""


def from_bytes(content: bytes, width: float | None = None) -> Picture:
    """Read a raster file, or SVG by its first characters; ``width`` in CSS pixels overrides the natural one.

    Raises:
        PictureError: it is no picture, or a damaged one.
    """
    if content.lstrip()[:5] in (b"<?xml", b"<svg ", b"<!DOC"):
        return from_svg(content.decode("utf-8", errors="replace"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                image.load()
                kind, pixels = RASTER_TYPES.get(image.format or ""), image.size
                if kind and image.mode not in SCREEN_MODES:
                    kind, content = "png", _as_rgb(image)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as e:
        raise PictureError("the picture is damaged or of an unknown kind") from e
    if kind is None:
        raise PictureError("the picture is of a kind that documents cannot hold")
    shown = width or pixels[0]
    scale = POINTS_PER_INCH / PIXELS_PER_INCH
    return Picture(kind, content, shown * scale, pixels[1] * shown / pixels[0] * scale)


def _as_rgb(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()


def from_base64(text: str, width: float | None = None) -> Picture:
    """Read a raster file as notebooks store it.

    Raises:
        PictureError: it is no base64, no picture, or a damaged one.
    """
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise PictureError("the picture's base64 text is damaged") from error
    return from_bytes(content, width)


def from_data_uri(uri: str) -> Picture:
    """Read the source of an HTML ``img``.

    Raises:
        PictureError: it is no ``data:`` address of a picture.
    """
    head, _, body = uri.partition(",")
    if not head.startswith("data:image/"):
        raise PictureError("the picture is not stored in the notebook")
    if head.endswith(";base64"):
        return from_base64(unquote(body))
    return from_bytes((body if body.lstrip().startswith("<") else unquote(body)).encode())
