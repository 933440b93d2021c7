"""Marks of references in print: rows of them are spans, few of them stay on one line, and none goes elsewhere."""

import pytest

from carsi_analysis.export.tree import Element, text_of
from carsi_analysis.export.typst import with_spans


def marks(*numbers):
    links = [Element("a", {"href": f"#ref-s{number}"}, [str(number)]) for number in numbers]
    return ["[", *[node for link in links for node in (", ", link)][1:], "]"]


@pytest.mark.parametrize(
    ("numbers", "printed"),
    [
        ((3,), "[3]"),
        ((3, 4), "[3,\u00a04]"),
        ((3, 4, 5), "[3\u20135]"),
        ((1, 3, 4, 6, 7, 8), "[1,\u00a03,\u00a04,\u00a06\u20138]"),
        ((4, 5, 7, 9, 10, 11, 29, 31, 33, 36), "[4, 5, 7, 9\u201311, 29, 31, 33, 36]"),
    ],
)
def test_rows_of_marks_are_spans_whose_ends_lead_to_their_references(numbers, printed):
    spanned = with_spans(marks(*numbers))
    assert text_of(spanned) == printed
    links = [node for node in spanned if isinstance(node, Element)]
    assert [link.get("href") for link in links] == [f"#ref-s{text_of(link.children)}" for link in links]


def test_other_raised_words_stay_as_they_are():
    for content in (["2"], [Element("a", {"href": "#fn-1"}, ["1"])], []):
        assert with_spans(content) == content
