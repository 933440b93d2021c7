"""Paper sizes with the house's text width, so that charts keep their type size on either."""

from dataclasses import dataclass

from carsi_analysis.house import tokens

TOP_MARGIN = 56.0
BOTTOM_MARGIN = 54.0
"""Points above and below the text."""
COMPACT_GAIN = 21.0
"""Points that a hand-out of few pages gains above and below."""


@dataclass(frozen=True)
class Paper:
    """A paper by its Typst name; all lengths in points."""

    name: str
    width: float
    height: float

    @property
    def text_width(self) -> float:
        """Width of the text on an upright page."""
        return tokens.CHART_WIDTH_IN * 72

    @property
    def text_height(self) -> float:
        """Height of the text on an upright page; on a turned one it is the width."""
        return self.height - TOP_MARGIN - BOTTOM_MARGIN

    @property
    def picture_height(self) -> float:
        """Height that leaves room for a caption and a source line."""
        return self.text_height - 110


PAPERS = {"us-letter": Paper("us-letter", 612, 792), "a4": Paper("a4", 595.28, 841.89)}
