"""Pictures of a document: clean SVG and checked raster files."""

import base64
from dataclasses import dataclass

from carsi_analysis.export import svg


class PictureError(ValueError):
    """The bytes are no picture that the exporters can show."""


@dataclass(frozen=True)
class Picture:
    """A picture with its natural size in points.

    Attributes:
        kind: ``svg``, ``png``, ``jpeg``, ``gif`` or ``webp``.
        content: the bytes of the file; SVG is clean and UTF-8.
        elsewhere: addresses of pictures that it would show and does not hold.
    """

    kind: str
    content: bytes
    width: float
    height: float
    elsewhere: tuple[str, ...] = ()

    @property
    def data_uri(self) -> str:
        """The picture as the source of an HTML ``img``."""
        mime = "image/svg+xml" if self.kind == "svg" else f"image/{self.kind}"
        return f"data:{mime};base64,{base64.b64encode(self.content).decode()}"


def from_svg(source: str) -> Picture:
    """Read SVG.

    Raises:
        PictureError: it is no SVG.
    """
    try:
        root, elsewhere = svg.parse(source)
    except ValueError as error:
        raise PictureError(str(error)) from error
    width, height = svg.size(root)
    return Picture("svg", svg.write(root).encode(), width, height, tuple(elsewhere))
