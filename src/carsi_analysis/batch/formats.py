"""The formats of documents, by the names that people give; nothing is imported for them."""

EXPORTERS = {
    "html": "briefing-html",
    "pdf": "briefing-pdf",
    "highlights": "briefing-highlights",
}
"""The formats besides the notebook, and nbconvert's names of the exporters that write them."""
FORMATS = tuple(EXPORTERS)
USUAL_FORMATS = ("html", "pdf")
"""What is written where no format is asked for."""
ENDINGS = {"html": "html", "pdf": "pdf", "highlights": "highlights.pdf"}
"""What the name of a file of each format ends with, after a dot."""
HIGHLIGHTS = "highlights"
"""The format of a first page that is handed out alone."""


def file_name(document_id: str, format_: str) -> str:
    """Name the file of a document in a format."""
    return f"{document_id}.{ENDINGS[format_]}"
