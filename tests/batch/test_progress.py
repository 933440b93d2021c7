"""What is told while a build runs."""

import pytest

from carsi_analysis.batch import progress


def tell(told):
    told.start(2)
    told.done("good-en", 1.25, None)
    told.done("bad-en", 0.5, "cell [3]: KeyError: 'x'")
    told.close()


def test_a_log_gets_plain_lines(capsys):
    tell(progress.choose(quiet=False))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "[1/2] good-en: 1.2 s",
        "[2/2] bad-en: failed: cell [3]: KeyError: 'x'",
    ]


def test_quiet_is_quiet(capsys):
    tell(progress.choose(quiet=True))
    assert capsys.readouterr() == ("", "")


def test_a_terminal_gets_a_bar_with_the_time_left_and_failures_stay(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    tell(progress.choose(quiet=False))
    written = capsys.readouterr().err
    assert "bad-en: failed: cell [3]: KeyError: 'x'" in written
    assert "2/2" in written and "<" in written
    assert written.endswith("\n")


@pytest.mark.parametrize("quiet", [True, False])
def test_a_build_of_nothing_and_a_stop_before_the_start(quiet):
    told = progress.choose(quiet=quiet)
    told.close()
