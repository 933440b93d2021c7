"""Typefaces for pages: the usual ones lie ready, and the workers of a build cut each other one once."""

import io
from importlib.resources import files

import pytest
from fontTools.ttLib import TTFont

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


def test_the_faces_that_lie_ready_are_all_of_the_usual_ones_and_no_other():
    ready = {one.name for one in (files("carsi_analysis.export") / "faces").iterdir() if one.name.endswith(".woff2")}
    assert ready == {typefaces.face_name(*face) for face in typefaces.USUAL}


@pytest.mark.parametrize("face", typefaces.USUAL[::2])
def test_a_face_that_lies_ready_is_as_it_would_be_cut(face):
    """By its tables: another release of the packer may pack them otherwise."""
    typefaces.web_font.cache_clear()
    ready, fresh = (TTFont(io.BytesIO(content)) for content in (typefaces.web_font(*face), typefaces._cut(*face)))
    assert ready.getBestCmap() == fresh.getBestCmap()
    assert set(map(chr, ready.getBestCmap())) == {one for one in face[2] if ord(one) in typefaces._house_characters()}
    for table in ("glyf", "hmtx", "GPOS", "GSUB"):
        assert ready[table] == fresh[table], table


def test_a_face_is_cut_for_whatever_letters_a_page_may_show():
    """All that the house's faces have, which no page asks of them at once; of others, none is asked."""
    every = typefaces.characters_for("".join(map(chr, range(0x20, 0x3000))))
    face = TTFont(io.BytesIO(typefaces._cut(400, "normal", every)))
    assert set(map(chr, face.getBestCmap())) == {one for one in every if ord(one) in typefaces._house_characters()}
    assert len(every) > 2 * len(typefaces.LETTERS)


def test_a_face_of_another_typeface_has_another_name(monkeypatch, tmp_path):
    face = (400, "normal", typefaces.LETTERS)
    other = tmp_path / "Other.ttf"
    other.write_bytes(b"another typeface")
    before = typefaces.face_name(*face)
    monkeypatch.setattr(typefaces.fonts, "font_files", lambda: {(400, "normal"): other})
    typefaces._hash_of_face.cache_clear()
    try:
        assert typefaces.face_name(*face) != before
    finally:
        typefaces._hash_of_face.cache_clear()
