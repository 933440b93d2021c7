"""Edition files: what they may say, and what is said about a wrong one."""

import pytest

from carsi_analysis.batch.edition.definition import parse_edition, read_edition, shipped_editions
from carsi_analysis.catalogue import COUNTRY, REPORTS
from carsi_analysis.errors import UsageError

HEAD = 'title.en = "A"\ntitle.es = "B"\n'
BRIEFING = '[[documents]]\nreport = "regional-briefing"\n'


def names(text):
    return [document.document_id for document in parse_edition(HEAD + text, "e", "e.toml").documents]


def test_lists_give_every_combination():
    text = BRIEFING + 'languages = ["en", "es"]\nparameters.start_year = [2008, 2012]\n'
    assert names(text) == [
        "regional-briefing-from-2008-en",
        "regional-briefing-from-2008-es",
        "regional-briefing-from-2012-en",
        "regional-briefing-from-2012-es",
    ]


def test_every_choice_of_the_data_can_be_listed_at_once():
    text = '[[documents]]\nreport = "country-profile"\nparameters.country = "every"\n'
    assert names(text) == [f"country-profile-{iso.lower()}-en" for iso in COUNTRY.allowed]


def test_a_document_listed_twice_is_built_once_in_all_formats():
    text = BRIEFING + 'formats = ["pdf"]\n' + BRIEFING + 'formats = "html"\n'
    (document,) = parse_edition(HEAD + text, "e", "e.toml").documents
    assert document.formats == ("html", "pdf")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "documents: is missing; expected a list with at least one entry, which begins with [[documents]]"),
        ("[[documents]]\n", "line 3, documents.1.report: is missing"),
        ('[[documents]]\nreport = "regional-brefing"\n', "did you mean regional-briefing?"),
        (BRIEFING + "parameters.lanquage = 'es'\n", "did you mean language?"),
        (BRIEFING + "parameters.start_year = 1812\n", "1812 is not a whole number from 2000"),
        ("formats = ['pdf']\n" + BRIEFING, "unknown entry 'formats' here; it belongs to another part of the file"),
        (BRIEFING + "languges = ['en']\n", "unknown entry 'languges'; did you mean languages?"),
        (BRIEFING + "formats = ['docx']\n", "'docx' is not one of html, pdf"),
        (BRIEFING + BRIEFING + "x = 1\n", "line 7, documents.2.x: unknown entry 'x'; known are"),
        ("[[documents]\n", "line 3"),
        ("documents = 3\n", "documents: 3 is not allowed; expected a list with"),
        (
            "[[documents]]\nreport = 'regional-briefing'\nparameters = 3\n",
            "line 5, documents.1.parameters: 3 is not allowed; expected a table, such as",
        ),
    ],
)
def test_a_wrong_file_is_explained(text, message):
    with pytest.raises(UsageError) as error:
        parse_edition(HEAD + text, "e", "e.toml")
    assert str(error.value).startswith(("e.toml: ", "e.toml, line "))
    assert message in str(error.value)


def test_both_titles_are_needed():
    with pytest.raises(UsageError, match=r"expected title\.en and title\.es"):
        parse_edition('title.en = "A"\n' + BRIEFING, "e", "e.toml")


@pytest.mark.parametrize("name", ["../secret", "Full", "a b", "", "a/b"])
def test_a_name_that_would_leave_the_folder_is_refused(name):
    with pytest.raises(UsageError):
        parse_edition(HEAD + BRIEFING, name, "e.toml")
    with pytest.raises(UsageError, match="there is no edition"):
        read_edition(name)


def test_an_edition_of_ones_own(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(HEAD + BRIEFING)
    assert read_edition(str(path)).name == "mine"
    with pytest.raises(UsageError, match="did you mean sample"):
        read_edition("smple")


def test_an_edition_in_another_encoding_is_named(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes((HEAD + BRIEFING).replace('"B"', '"Edición"').encode("latin-1"))
    with pytest.raises(UsageError, match=r"mine\.toml is not TOML: .*; save it as UTF-8"):
        read_edition(str(path))


def test_the_editions_that_are_shipped():
    assert shipped_editions() == ["countries", "full", "sample"]
    assert [document.document_id for document in read_edition("sample").documents] == [
        "regional-briefing-en",
        "regional-briefing-es",
    ]


def test_the_full_edition_has_every_report_once_in_each_language_and_every_country():
    documents = read_edition("full").documents
    assert {document.report.report_id for document in documents} == set(REPORTS) - {"gallery"}
    assert len(documents) == 2 * (len(REPORTS) - 2 + len(COUNTRY.allowed))
    assert len(read_edition("countries").documents) == 7 * 12 * 2


def test_a_page_leads_to_what_its_edition_holds_and_to_nothing_else():
    text = HEAD + (
        '[[documents]]\nreport = ["threats", "regional-briefing"]\nlanguages = ["en", "es"]\n'
        '[[documents]]\nreport = "country-profile"\nlanguages = ["es"]\nparameters.country = ["HND"]\n'
        'formats = ["pdf"]\n'
    )
    documents = {one.document_id: one for one in parse_edition(text, "mine", "mine.toml").documents}
    assert documents["threats-en"].beside == {
        "index": "index.html",
        "pdf": "threats-en.pdf",
        "languages": [["es", "threats-es.html"]],
        "data": "data/threats-en",
        "charts": "",
        "others": [["US security assistance to Central America", "regional-briefing-en.html"]],
    }
    drawn = parse_edition(HEAD + f"pictures = true\n{text.removeprefix(HEAD)}", "mine", "mine.toml").documents
    assert {one.beside["charts"] for one in drawn} == {f"charts/{one.document_id}" for one in drawn}
    profile = documents["country-profile-hnd-es"].beside
    assert (profile["index"], profile["languages"]) == ("indice.html", [])
    assert [address for _, address in profile["others"]] == ["threats-es.html", "regional-briefing-es.html"]
    told = {address for one in documents.values() for _, address in one.beside["others"] + one.beside["languages"]}
    assert told <= {f"{name}.html" for name, one in documents.items() if "html" in one.formats}
