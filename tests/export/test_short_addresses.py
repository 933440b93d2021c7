"""Addresses of print, which name the site: once, also where the words before it do."""

import pytest

from carsi_analysis.export.tree import Element, text_of
from carsi_analysis.export.typst import with_short_addresses

ADDRESS = "https://www.docplayer.es/1234-guide.html"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Guide. 2014.", "Guide. 2014. docplayer.es"),
        ("Guide. 2014. Copy held at docplayer.es.", "Guide. 2014. Copy held at docplayer.es."),
        ("Copy held at docplayer.es. Place: page 3.", "Copy held at docplayer.es. Place: page 3. docplayer.es"),
        ("Guide. Copy held at old.docplayer.es.", "Guide. Copy held at old.docplayer.es. docplayer.es"),
    ],
)  # fmt: skip
def test_a_site_is_not_named_twice_in_a_row_and_its_link_leads_to_the_whole_address(text, printed):
    short = with_short_addresses([text, " ", Element("a", {"href": ADDRESS}, [ADDRESS])])
    assert text_of(short) == printed
    (link,) = (node for node in short if isinstance(node, Element))
    assert (link.get("href"), text_of(link.children)) == (ADDRESS, "docplayer.es")
