"""Builds from end to end, with made-up reports."""

from dataclasses import replace

from carsi_analysis.batch.build import build
from carsi_analysis.batch.plan import make_document
from carsi_analysis.export.taken import ORIGIN
from tests.batch.helpers import SHOW, names


def test_a_document_becomes_a_notebook_a_page_and_a_pdf(make_report, settings, tmp_path):
    report = make_report("plain", "print('language is', language)")
    out = tmp_path / "out"
    summary = build([make_document(report, {"language": "es"})], out, settings)
    assert names(out) == ["plain-es.html", "plain-es.ipynb", "plain-es.pdf"]
    assert "language is es" in (out / "plain-es.html").read_text()
    assert [p.name for p in summary.shown_paths()] == ["plain-es.html", "plain-es.pdf"]
    assert summary.line() == "1 built"


def test_two_runs_give_the_same_bytes(make_report, settings, tmp_path):
    report = make_report("same", "import os; print(os.getcwd(), hash('text'))", "{'a', 'b', 'c', 'd'}")
    documents = [make_document(report, {})]
    for out in ("one", "two"):
        build(documents, tmp_path / out, settings)
    for name in names(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_a_failing_report_leaves_the_others_standing(make_report, two_workers, tmp_path):
    good, bad = make_report("good", "1 + 1"), make_report("bad", "'fine'", "1 / 0", "'never run'")
    out = tmp_path / "out"
    summary = build([make_document(bad, {}), make_document(good, {})], out, two_workers)
    assert names(out) == ["bad-en.failed.ipynb", "good-en.html", "good-en.ipynb", "good-en.pdf"]
    (failed,) = summary.failed
    assert str(failed) == (
        f"bad-en: cell [4]: ZeroDivisionError: division by zero; see {out.resolve()}/bad-en.failed.ipynb"
    )
    assert "ZeroDivisionError" in (out / "bad-en.failed.ipynb").read_text()


def test_a_failure_keeps_the_earlier_good_files_and_a_success_clears_the_failed_notebook(
    make_report, settings, tmp_path
):
    out = tmp_path / "out"
    build([make_document(make_report("turn", "'good'"), {})], out, settings)
    before = (out / "turn-en.html").read_bytes()
    build([make_document(make_report("turn", "1 / 0"), {})], out, settings)
    assert (out / "turn-en.html").read_bytes() == before
    assert (out / "turn-en.failed.ipynb").exists()
    build([make_document(make_report("turn", "'mended'"), {})], out, settings)
    assert not (out / "turn-en.failed.ipynb").exists()


def test_an_exporter_that_fails_is_named(make_report, settings, tmp_path):
    broken = replace(settings, exporters={**settings.exporters, "pdf": "tests.batch.stub_exporters.Broken"})
    summary = build([make_document(make_report("r", "1"), {})], tmp_path / "out", broken)
    assert "export failed: ValueError: no such template in ~/mine" in str(summary.failed[0])
    assert names(tmp_path / "out") == ["r-en.failed.ipynb"]


def test_the_tables_of_charts_are_written_beside_the_report(make_report, settings, tmp_path):
    report = make_report("rates", SHOW, "chart('rates-by-year', [['Honduras', 84.3], ['Panama', None]], 'unodc')")
    build([make_document(report, {})], tmp_path / "out", settings)
    assert (tmp_path / "out/data/rates-en/rates-by-year.csv").read_text() == (
        f"country,rate,{','.join(ORIGIN)}\nHonduras,84.3,,%,,,\nPanama,,,%,,,\n"
    )


def test_charts_that_share_an_identifier_do_not_share_a_file(make_report, settings, tmp_path):
    report = make_report("r", SHOW, "chart('a', [['x', 1]])", "chart('A!', [['x', 2]])", "chart('../..', [['x', 3]])")
    build([make_document(report, {})], tmp_path / "out", settings)
    tables = {path.name: path.read_text() for path in (tmp_path / "out/data/r-en").iterdir()}
    header = ",".join(["country", "rate", *ORIGIN])
    assert tables == {f"{name}.csv": f"{header}\nx,{n},,%,,,\n" for n, name in enumerate(("a", "a-2", "exhibit"), 1)}


def test_an_exhibit_that_vanishes_takes_its_table_with_it(make_report, settings, tmp_path):
    out = tmp_path / "out"
    build([make_document(make_report("r", SHOW, "chart('a', [[1, 2]])"), {})], out, settings)
    assert "data/r-en/a.csv" in names(out)
    build([make_document(make_report("r", SHOW, "1"), {})], out, settings)
    assert names(out) == ["r-en.html", "r-en.ipynb", "r-en.pdf"]
    assert not (out / "data/r-en").exists()
