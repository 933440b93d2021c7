"""A review as a page for people: no script, no request to anywhere, every text of a file shown as text."""

from importlib.resources import files

import jinja2
from markupsafe import Markup

from carsi_analysis.batch.edition.diff_page import difference_body
from carsi_analysis.batch.edition.page_files import dressed_page, page_file
from carsi_analysis.importing.review import Review
from carsi_analysis.importing.review_document import document_of
from carsi_analysis.importing.review_lead import lead_of


def review_page(review: Review) -> str:
    """Write a review as HTML: what it comes to in sentences, charts before and after, and every row listed."""
    document = document_of(review)
    here = files("carsi_analysis.importing")
    template = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        (here / "review.html.jinja").read_text(encoding="utf-8")
    )
    style = page_file("diff.css") + (here / "review.css").read_text(encoding="utf-8")
    seen = review.outlook
    moved = Markup(difference_body(seen.difference, seen.told, level=3)) if seen else ""
    body = template.render(document=document, lead=list(lead_of(review)), moved=moved)
    return dressed_page("en", document.title, body, style)
