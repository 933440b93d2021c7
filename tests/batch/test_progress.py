"""What is told while a build runs."""

import os
import subprocess
import sys
from contextlib import suppress

import pytest

from carsi_analysis.batch import progress
from tests.batch.helpers import environment


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
        "building 2 documents",
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


TELL = """
from carsi_analysis.batch.progress import choose
told = choose(quiet=False)
told.start(2)
told.done("good-en", 1.25, None)
told.done("bad-en", 0.5, "cell [3]: KeyError: 'x'")
told.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
@pytest.mark.parametrize("columns", [0, 120])
def test_a_real_terminal_gets_a_bar_even_if_it_does_not_know_its_width(columns):
    """Terminals of containers and of script(1) say that they have no columns, and tqdm then writes nothing."""
    import termios

    leader, follower = os.openpty()
    termios.tcsetwinsize(follower, (columns // 4, columns))
    subprocess.run([sys.executable, "-c", TELL], stderr=follower, env=environment(), check=True)
    os.close(follower)
    written = b""
    with suppress(OSError):  # at the end, when nobody holds the other side
        while piece := os.read(leader, 10_000):
            written += piece
    os.close(leader)
    lines = written.decode().replace("\r", "\n").splitlines()
    (bar,) = [line for line in lines if "2/2" in line]
    assert "<00:00" in bar and len(bar) == (columns or 80)
    assert "bad-en: failed: cell [3]: KeyError: 'x'" in lines


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
@pytest.mark.parametrize(
    "arguments",
    [
        ["validate"],
        ["cite"],
        ["dictionary"],
        ["data", "status"],
        ["import", "owid", "absent.csv"],
        ["build", "results", "--explain"],
        ["verify", "."],
        ["diff", ".", "."],
    ],
    ids=" ".join,
)
def test_whoever_waits_at_a_terminal_reads_at_once_what_has_begun(arguments, tmp_path):
    """Each of them fails as soon as it looks at its files, and has told before that it will."""
    leader, follower = os.openpty()
    absent = environment() | {"CARSI_DATA": str(tmp_path / "absent")}
    command = [sys.executable, "-m", "carsi_analysis", *arguments]
    subprocess.run(command, stdout=follower, stderr=follower, env=absent, cwd=tmp_path)
    os.close(follower)
    written = os.read(leader, 10_000).decode().splitlines()
    os.close(leader)
    assert written[0].startswith("carsi: ") and written[0].endswith(" …")
    assert len(written) > 1


@pytest.mark.parametrize("quiet", [True, False])
def test_a_build_of_nothing_and_a_stop_before_the_start(quiet):
    told = progress.choose(quiet=quiet)
    told.close()
