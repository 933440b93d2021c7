"""Several pictures of one chart, one below the other, each under a head of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from carsi_analysis.exhibits.marks.sheet import Drawing, Sheet

HEAD_IN, GAP_IN = 0.18, 0.08


@dataclass(frozen=True)
class Below(Drawing):
    """Pictures from the top down: a head, empty where none is needed, and a drawing."""

    parts: Sequence[tuple[str, Drawing]]

    def layout(self, width: float) -> Sheet:
        sheets = [(head, drawing.layout(width)) for head, drawing in self.parts]
        heads = [HEAD_IN if head else 0.0 for head, _ in sheets]
        whole = Sheet(width, sum(heads) + sum(part.height for _, part in sheets) + GAP_IN * (len(sheets) - 1))
        top = whole.height
        for high, (head, part) in zip(heads, sheets, strict=True):
            whole.text(0.0, top - HEAD_IN / 2, head, weight=600)
            top -= high + part.height
            whole.add(part, top)
            top -= GAP_IN
        return whole
