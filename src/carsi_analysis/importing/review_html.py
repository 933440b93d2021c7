"""A review as a page for people: no script, no request to anywhere, every text of a file shown as text."""

from importlib.resources import files

import jinja2

from carsi_analysis.batch.edition.page_files import page_file
from carsi_analysis.house.page import page
from carsi_analysis.importing.review import Review
from carsi_analysis.importing.review_document import document_of


def review_page(review: Review) -> str:
    """Write a review as HTML, with every row listed."""
    document = document_of(review)
    here = files("carsi_analysis.importing")
    template = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        (here / "review.html.jinja").read_text(encoding="utf-8")
    )
    style = page_file("pages.css") + (here / "review.css").read_text(encoding="utf-8")
    return page("en", document.title, template.render(document=document), style)
