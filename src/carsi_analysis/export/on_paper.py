"""What can be seen on the paper of a PDF: rows that run off a page are not, whatever the file holds of them."""

import io

import pikepdf
import pypdfium2

from carsi_analysis.export import account
from carsi_analysis.export.counts import FORMULA, PICTURE, Printed, words_in
from carsi_analysis.export.document import Document


def losses(document: Document, content: bytes) -> list[account.Loss]:
    """Give what of a document cannot be seen on the paper of its PDF, by cell."""
    with pypdfium2.PdfDocument(content) as pdf:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    seen = words_in(text)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        tagged = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
        seen.update(FORMULA if item.get("/S") == "/Formula" else PICTURE + str(item.Alt) for item in tagged)
    return account.missing(document, Printed(), seen, text)
