"""Typefaces for pages: the workers of a build cut each once."""

import pytest

from carsi_analysis.export import typefaces
from carsi_analysis.files import CUT_FACES


@pytest.fixture
def cut(monkeypatch, tmp_path):
    """The faces that are cut, by workers that share a folder; each worker remembers its own, too."""
    done = []

    def cut(*wanted):
        done.append(wanted)
        return repr(wanted[:2]).encode() + "".join(sorted(wanted[2])).encode()

    monkeypatch.setattr(typefaces, "_cut", cut)
    monkeypatch.setenv(CUT_FACES, str(tmp_path / "faces"))
    yield done
    typefaces.web_font.cache_clear()


@pytest.mark.parametrize("other", [(400, "normal", "abc"), (600, "normal", "ab"), (400, "italic", "ab")])
def test_the_second_worker_takes_the_face_that_the_first_has_cut_and_no_other(cut, other):
    faces = []
    for weight, style, letters in ((400, "normal", "ab"), other, other):
        typefaces.web_font.cache_clear()  # another worker
        faces.append(typefaces.web_font(weight, style, frozenset(letters)))
    assert len(cut) == 2
    assert faces[0] != faces[1] == faces[2]
