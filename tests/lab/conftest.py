"""A JupyterLab as a user opens it, and the system's Chromium looking at it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.batch.helpers import notebook_text
from tests.judges.axe import CHROMIUM_OPTIONS, chromium
from tests.lab.server import OWN_NOTEBOOK, LabServer

PATIENCE = 180  # seconds; a machine of two cores that does other work besides takes a minute for the longest notebook


@pytest.fixture(scope="package")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """Start ``carsi lab`` on copies of the notebooks, as a user without any Jupyter settings."""
    home = tmp_path_factory.mktemp("home")
    folder = home / "my notebooks"
    folder.mkdir()
    (folder / OWN_NOTEBOOK).write_text(notebook_text("1 + 1"), encoding="utf-8")
    port = _free_port()
    environment = {
        **os.environ,
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    command = [sys.executable, "-m", "carsi_analysis", "lab", "--folder", str(folder), "--port", str(port)]
    log = (home / "lab.log").open("w+", encoding="utf-8")
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    _write_config(home / "config", allow_root=bool(root))
    process = subprocess.Popen([*command, "--no-browser"], env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        token = _wait_for_token(process, home / "runtime", home / "lab.log")
        yield LabServer(f"http://127.0.0.1:{port}", token, port, process.pid, folder, home / "lab.log")
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()


@pytest.fixture(scope="package")
def page(lab: LabServer) -> Iterator[Page]:
    """Open the lab the way its printed address does, token included."""
    executable = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_OPTIONS)
        context = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        expect.set_options(timeout=PATIENCE * 1000)
        page.on("request", lambda request: lab.requested.append(request.url))
        page.goto(f"{lab.address}/?token={lab.token}")
        yield page
        browser.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write_config(folder: Path, *, allow_root: bool) -> None:
    folder.mkdir(parents=True)
    settings = {"ServerApp": {"allow_root": allow_root}}
    (folder / "jupyter_server_config.json").write_text(json.dumps(settings), encoding="utf-8")


def _wait_for_token(process: subprocess.Popen[bytes], runtime: Path, log: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        for found in runtime.glob("jpserver-*.json"):
            try:
                server = json.loads(found.read_text(encoding="utf-8"))
                with urlopen(f"{server['url']}api/status?token={server['token']}", timeout=5):
                    return str(server["token"])
            except (URLError, OSError, ValueError):  # it does not answer yet, or is still writing that file
                pass
        time.sleep(0.2)
    raise AssertionError(f"the lab did not start: {log.read_text(encoding='utf-8')}")
