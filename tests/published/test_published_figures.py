"""The data hold what was published; an edition that changes a figure takes it over by ``python -m tests.published``."""

import pytest

from carsi_analysis.data import load
from tests.published.figures import FIGURES, FILE, published, text_of


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_the_published_one(name):
    assert FIGURES[name](load()) == published()[name], "look at it, then `python -m tests.published --write`"


def test_the_file_holds_these_figures_and_is_written_as_it_is_read():
    assert list(published()) == list(FIGURES)
    assert FILE.read_text(encoding="utf-8") == text_of(published())
