"""Editions on a Dask cluster: a real scheduler and two real workers on this machine."""

import re
import socket
import subprocess
import sys
import time
from dataclasses import replace

import psutil
import pytest
from click.testing import CliRunner

from carsi_analysis.batch.build import build
from carsi_analysis.batch.folder import inputs
from carsi_analysis.batch.plan import make_document
from carsi_analysis.batch.progress import Progress
from carsi_analysis.batch.run import cluster
from carsi_analysis.batch.run.cluster import ClusterError, dask_cluster
from carsi_analysis.cli import main
from carsi_analysis.errors import UsageError
from tests.batch.helpers import PATIENCE, environment, names


def dask(*arguments, log):
    """Start a part of the cluster; what a killed worker leaves in the temporary folder is left beside the log."""
    command = [sys.executable, "-m", "dask", *arguments]
    inherited = environment(DASK_DISTRIBUTED__WORKER__DAEMON="True", TMPDIR=str(log.parent))
    with log.open("w") as stream:
        return subprocess.Popen(command, env=inherited, stderr=stream, stdout=subprocess.DEVNULL)


def wait_for(log, pattern):
    """Wait until a line of a log matches, and give the match."""
    for _ in range(10 * PATIENCE):
        if found := re.search(pattern, log.read_text()):
            return found
        time.sleep(0.1)
    raise AssertionError(f"{pattern} did not appear in:\n{log.read_text()}")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """Start a scheduler and two workers; give the scheduler's address and the workers."""
    folder = tmp_path_factory.mktemp("dask")
    logs = [folder / name for name in ("scheduler.log", "worker-0.log", "worker-1.log")]
    local = ("--host", "127.0.0.1", "--no-dashboard")
    processes = [dask("scheduler", *local, "--port", "0", log=logs[0])]
    try:
        address = wait_for(logs[0], r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)")[1]
        for log in logs[1:]:
            scratch = ("--local-directory", str(folder))
            processes.append(dask("worker", address, *local, "--nthreads", "1", "--nworkers", "1", *scratch, log=log))
        for log in logs[1:]:
            wait_for(log, r"Registered to")
        yield address, processes[1:]
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(PATIENCE)


@pytest.fixture
def on_cluster(settings, scheduler):
    return replace(settings, warm=False, hire=dask_cluster(scheduler[0]))


def test_a_cluster_gives_the_same_bytes_as_this_machine(make_report, settings, on_cluster, tmp_path):
    report = make_report("r", "import os, pathlib\nprint(language, pathlib.Path('scratch').write_text('x'))")
    documents = [make_document(report, {"language": code}) for code in ("en", "es")]
    failing = make_document(make_report("bad", "1 / 0"), {})
    build(documents, tmp_path / "local", settings)
    summary = build([*documents, failing], tmp_path / "cluster", replace(on_cluster, check_workers=True))
    assert [str(failed.failure) for failed in summary.failed] == ["cell [3]: ZeroDivisionError: division by zero"]
    assert summary.line() == "2 built, 1 failed"
    for name in names(tmp_path / "local"):
        assert (tmp_path / "local" / name).read_bytes() == (tmp_path / "cluster" / name).read_bytes(), name


def test_kernels_are_forked_on_workers_too(make_report, on_cluster, tmp_path):
    report = make_report("r", "import sys; print('pandas' in sys.modules)")
    build([make_document(report, {})], tmp_path / "out", replace(on_cluster, warm=True))
    assert "True" in (tmp_path / "out/r-en.html").read_text()


def test_a_worker_with_other_data_or_code_refuses(make_report, on_cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(inputs, "code_hash", lambda: "another version")
    checking = replace(on_cluster, check_workers=True)
    summary = build([make_document(make_report("r", "1"), {})], tmp_path / "out", checking)
    (failed,) = summary.failed
    assert "has other versions of package code; install the same on every machine" in str(failed)
    assert socket.gethostname() in str(failed), "whoever builds must know which machine"
    assert socket.gethostname() not in str(failed.failure), "an edition that is handed out must not tell"


def test_a_scheduler_that_is_not_there(make_report, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", 1)  # second, in which Dask knocks again and again
    nowhere = replace(settings, hire=dask_cluster("tcp://127.0.0.1:1"))
    with pytest.raises(ClusterError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1"):
        build([make_document(make_report("r", "1"), {})], tmp_path / "out", nowhere)


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "127.0.0.1:8786", "tcp://127.0.0.1", "tcp://[::1:8786"])
def test_what_is_no_address_is_refused_before_anyone_is_asked(address):
    with pytest.raises(UsageError, match=r"is no address; write it like tcp://127\.0\.0\.1:8786"):
        dask_cluster(address)


@pytest.mark.parametrize("address", ["tls://scheduler.example.org:8786", "tcp://[::1]:8786"])
def test_addresses_of_other_forms_are_taken(address):
    assert dask_cluster(address)


def test_the_command_wants_the_address_with_the_executor():
    for arguments in (["--executor", "dask"], ["--scheduler", "tcp://127.0.0.1:1"]):
        result = CliRunner().invoke(main, ["build", "regional-briefing", *arguments])
        assert result.exit_code == 2
        assert "go together" in result.output


def test_a_worker_that_dies_leaves_the_edition_standing(make_report, on_cluster, scheduler, tmp_path):
    """Last in this file: it takes one of the two workers away."""
    marker = tmp_path / "running"
    slow = make_report(
        "slow",
        f"""
        import os, pathlib, time
        marker = pathlib.Path({str(marker)!r})
        if not marker.exists():
            marker.write_text(str(os.getppid()))
            time.sleep(600)
        """,
    )
    documents = [make_document(report, {}) for report in (slow, *(make_report(f"r{n}", "1") for n in range(4)))]

    class KillWorker(Progress):
        """Kills the worker that runs the slow report, once another report is done."""

        def done(self, document_id, seconds, problem):
            if document_id != "slow-en" and marker.exists() and (pid := marker.read_text()):
                worker = psutil.Process(int(pid)) if psutil.pid_exists(int(pid)) else None
                if worker:
                    worker.kill()

    summary = build(documents, tmp_path / "out", on_cluster, KillWorker())
    assert summary.line() == "5 built", summary.failed
