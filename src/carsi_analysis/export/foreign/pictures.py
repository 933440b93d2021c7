"""Pictures of any notebook, checked: raster files and SVG, as bytes, base64 or the source of an ``img``."""

import base64
import io
import re
import warnings
from dataclasses import replace
from urllib.parse import unquote

from PIL import Image, ImageOps

from carsi_analysis.export.pictures import Picture, PictureError, from_svg
from carsi_analysis.house import tokens

PIXELS_PER_INCH = 96
POINTS_PER_INCH = 72
RASTER_TYPES = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif", "WEBP": "webp"}
LARGEST_SVG = 400_000
"""Bytes of SVG above which a PNG of the same figure, where the notebook holds one, reads better."""


SCREEN_MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}
"""Pixels that browsers and archival PDF show alike; print colours (CMYK) would need a profile."""

TURNED = 0x0112
"""The tag of a photograph that says how its camera was held."""

LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(px|pt|in|cm|mm|em|rem|%)?\s*(?:!important)?\s*$")
SIZE = re.compile(r"(?:^|;)\s*((?:max-)?width|height)\s*:([^;]+)", re.IGNORECASE)
PIXELS = {"px": 1.0, "pt": 96 / 72, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "em": 16.0, "rem": 16.0,
          "%": tokens.CHART_WIDTH_IN * 96 / 100}  # fmt: skip


def from_bytes(content: bytes) -> Picture:
    """Read a raster file, or SVG by its first characters.

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
                if kind is None or image.mode not in SCREEN_MODES or image.getexif().get(TURNED, 1) != 1:
                    kind, content, pixels = _as_png(image)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as e:
        raise PictureError("the picture is damaged or of an unknown kind") from e
    scale = POINTS_PER_INCH / PIXELS_PER_INCH
    return Picture(kind, content, pixels[0] * scale, pixels[1] * scale)


def _as_png(image: Image.Image) -> tuple[str, bytes, tuple[int, int]]:
    """Write a picture of another format, of print's colours or of a turned camera as what every reader shows."""
    upright = ImageOps.exif_transpose(image)
    buffer = io.BytesIO()
    upright.convert("RGBA" if upright.has_transparency_data else "RGB").save(buffer, "PNG")
    return "png", buffer.getvalue(), upright.size


def stated_length(stated: object) -> float | None:
    """Give a width or height in CSS pixels; a share is one of the page's text."""
    match = LENGTH.match(str(stated or ""))
    return (float(match[1]) * PIXELS[match[2] or "px"] or None) if match else None


def as_stated(picture: Picture, width: object = None, height: object = None, style: str = "") -> Picture:
    """Give a picture as large as its attributes and its style state; the style is stronger, and may bound the width."""
    declared = {name.lower(): stated_length(value) for name, value in SIZE.findall(style)}
    wide = declared.get("width") or stated_length(width)
    tall = declared.get("height") or stated_length(height)
    points = POINTS_PER_INCH / PIXELS_PER_INCH
    scale = wide * points / picture.width if wide else tall * points / picture.height if tall else 1.0
    if most := declared.get("max-width"):
        scale = min(scale, most * points / picture.width)
    return replace(picture, width=picture.width * scale, height=picture.height * scale)


def from_base64(text: str) -> Picture:
    """Read a raster file as notebooks store it.

    Raises:
        PictureError: it is no base64, no picture, or a damaged one.
    """
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except ValueError as error:  # letters beyond ASCII are a ValueError, all else that is wrong its kind binascii.Error
        raise PictureError("the picture's base64 text is damaged") from error
    return from_bytes(content)


def of_output(kind: str, content: str, width: object = None) -> Picture:
    """Read a picture as an output or an attachment stores it; ``width`` is what its metadata state.

    Raises:
        PictureError: it is no picture, or a damaged one.
    """
    picture = from_svg(content) if kind == "image/svg+xml" and "<" in content else from_base64(content)
    return as_stated(picture, width)


def from_data_uri(uri: str) -> Picture:
    """Read the source of an HTML ``img``.

    Raises:
        PictureError: it is no ``data:`` address of a picture.
    """
    head, _, body = uri.partition(",")
    stated = "".join(head.split()).lower()  # browsers let spaces stand between the words of its kind
    if not stated.startswith("data:image/"):
        raise PictureError("the picture is not stored in the notebook")
    if stated.endswith(";base64"):
        return from_base64(unquote(body))
    return from_bytes((body if body.lstrip().startswith("<") else unquote(body)).encode())
