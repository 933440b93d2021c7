"""The tab key, as bash itself asks for it."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from carsi_analysis.catalogue import COUNTRY, LANGUAGES, REPORTS

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the script is bash's")
ASK = """
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
compopt() { :; }
_carsi_completion carsi
printf '%s\\n' "${COMPREPLY[@]}"
"""


@cache
def script() -> str:
    """What a user's shell evaluates once, when it starts."""
    return in_bash("_CARSI_COMPLETE=bash_source carsi")


def offered(*words: str) -> list[str]:
    """What bash puts in after these words; it parts them at each equals sign."""
    of_the_words = " ".join(f"'{word}'" for word in ("carsi", *words))
    return in_bash(f"{script()}\nCOMP_WORDS=({of_the_words})\n{ASK}").split()


def in_bash(commands: str) -> str:
    scripts = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "--norc", "-c", commands], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout


def test_reports_and_editions_are_offered():
    assert offered("build", "") == list(REPORTS)
    assert offered("build", "country-profile", "regional-b") == ["regional-briefing"]
    assert offered("build", "--edition", "s") == ["sample"]


def test_parameters_are_those_of_the_report_and_then_their_values():
    assert offered("build", "country-profile", "-p", "") == [
        f"{one.name}=" for one in REPORTS["country-profile"].parameters
    ]
    assert offered("build", "goals", "-p", "cou") == []
    assert offered("build", "country-profile", "-p", "country", "=") == list(COUNTRY.allowed)
    assert offered("build", "country-profile", "-p", "country", "=", "h") == ["HND"]


def test_what_comes_after_a_value_is_a_word_of_its_own():
    assert offered("build", "country-profile", "-p", "country", "=", "HND", "--language", "") == list(LANGUAGES)
    assert offered("build", "country-profile", "-p", "country", "=", "HND", "--format", "p") == ["pdf"]


def test_zsh_which_parts_no_words_gets_whole_ones():
    environment = {**os.environ, "_CARSI_COMPLETE": "fish_complete", "COMP_CWORD": "country=P"}
    environment["COMP_WORDS"] = "carsi build country-profile -p country=P"
    command = [str(Path(sys.executable).parent / "carsi")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "country=PAN" in done.stdout
