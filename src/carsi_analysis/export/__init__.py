"""nbconvert exporters that turn any executed notebook into documents for readers."""

from carsi_analysis.export.contract import exhibits_of
from carsi_analysis.export.document import Document, Finding
from carsi_analysis.export.exporters import (
    BriefingHighlightsExporter,
    BriefingHTMLExporter,
    BriefingNotebookExporter,
    BriefingPDFExporter,
    BriefingTextExporter,
)
from carsi_analysis.export.read import read

__all__ = [
    "BriefingHTMLExporter",
    "BriefingHighlightsExporter",
    "BriefingNotebookExporter",
    "BriefingPDFExporter",
    "BriefingTextExporter",
    "Document",
    "Finding",
    "exhibits_of",
    "read",
]
