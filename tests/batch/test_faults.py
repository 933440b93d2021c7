"""What goes wrong in a long batch: kernels, workers, disks, people. The rest of the batch must stand."""

import errno
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import nbformat
import psutil
import pytest

from carsi_analysis.batch.build import build
from carsi_analysis.batch.folder import inputs
from carsi_analysis.batch.folder.lock import FolderInUse
from carsi_analysis.batch.folder.output import OutputError, OutputFolder
from carsi_analysis.batch.plan import make_document
from carsi_analysis.batch.run import execute as execute_module
from carsi_analysis.batch.run import pool
from carsi_analysis.batch.run.execute import execute
from carsi_analysis.batch.run.job import Job, Limits
from carsi_analysis.batch.run.kernels import kernel_options
from carsi_analysis.batch.run.pool import Crew, local_processes, run_jobs
from carsi_analysis.batch.run.report import run_report
from carsi_analysis.catalogue import LANGUAGE, Report
from carsi_analysis.errors import UsageError
from carsi_analysis.files import temporary_files
from tests.batch.helpers import HEAR_SIGNALS, PATIENCE, environment, names, notebook_text

KINDS = pytest.mark.parametrize("warm", [True, False], ids=["forked", "ordinary"])
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits memory and mounts folders as Linux does")


def run(*cells, warm=False, **limits):
    return execute(notebook_text(*cells), {"language": "en"}, Limits(**limits), warm=warm)


def error_output(execution):
    (output,) = [o for c in execution.notebook.cells for o in c.get("outputs", []) if o.output_type == "error"]
    return output


def wait_until_gone(processes):
    """Wait for processes to end, and name those that do not."""
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    return [process.cmdline() for process in alive if process.status() != psutil.STATUS_ZOMBIE]


@KINDS
def test_a_killed_kernel_is_told_in_the_saved_notebook(warm):
    execution = run("'fine'", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "'never'", warm=warm)
    assert str(execution.failure).startswith("cell [4]: DeadKernelError: the kernel died")
    assert error_output(execution).ename == "DeadKernelError"
    assert [len(cell.get("outputs", [])) for cell in execution.notebook.cells if "never" in cell.source] == [0]


@KINDS
@pytest.mark.parametrize(
    "cell",
    [
        "while True: pass",
        "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(600)",
        "import ctypes; ctypes.PyDLL(None).pause()",
    ],
    ids=["loop", "deaf to interrupts", "holds the interpreter"],
)
def test_a_cell_that_never_ends_is_stopped(cell, warm):
    before = set(psutil.Process().children(recursive=True))
    execution = run(cell, warm=warm, cell_seconds=2)
    assert str(execution.failure) == "cell [3]: TimeoutError: the cell was stopped after its limit of 2 s"
    assert error_output(execution).evalue in str(execution.failure)
    kernels = set(psutil.Process().children(recursive=True)) - before
    assert not wait_until_gone([p for p in kernels if "warm.server" not in " ".join(p.cmdline()) or not warm])


def test_the_limit_of_the_whole_report_counts_over_its_cells():
    execution = run(*["import time; time.sleep(0.8)"] * 10, run_seconds=2)
    assert "the report was stopped after its limit of 2 s" in str(execution.failure)


@linux
@KINDS
def test_a_kernel_out_of_memory_fails_alone(warm):
    execution = run("data = bytearray(2_000_000_000)", warm=warm, memory_bytes=900_000_000)
    assert "MemoryError" in str(execution.failure)
    assert run("data = bytearray(100_000_000)", warm=warm, memory_bytes=900_000_000).failure is None


@linux
@KINDS
def test_a_limit_below_what_a_kernel_needs_to_start_is_suspected(warm):
    failure = str(run("1", warm=warm, memory_bytes=80_000_000).failure)
    assert failure.startswith("the kernel died while starting; its memory limit of 80 MB"), failure


def test_a_clock_that_jumps_stops_nothing(monkeypatch):
    jumps = iter(range(10**6))
    monkeypatch.setattr(time, "time", lambda: 1e9 + 5000 * next(jumps))
    assert run("1 + 1").failure is None
    backwards = iter(range(10**6))
    monkeypatch.setattr(time, "time", lambda: 4e9 - 5000 * next(backwards))
    assert run("1 + 1").failure is None


def test_a_kernel_that_does_not_start_is_tried_again(monkeypatch):
    started = []

    class Shaky(execute_module.IsolatedKernelManager):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            started.append(self)
            if len(started) == 1:
                self._spec.argv = [sys.executable, "-c", "raise SystemExit(3)"]

    monkeypatch.setattr(execute_module, "IsolatedKernelManager", Shaky)
    assert run("1 + 1").failure is None
    assert len(started) == 2


def test_a_worker_that_is_killed_is_replaced_and_the_report_is_built_after_all(make_report, two_workers, tmp_path):
    marker = tmp_path / "killed once"
    report = make_report(
        "victim",
        f"""
        import os, signal, pathlib
        if not pathlib.Path({str(marker)!r}).exists():
            pathlib.Path({str(marker)!r}).touch()
            os.kill(os.getppid(), signal.SIGKILL)
        """,
    )
    documents = [make_document(r, {}) for r in (report, make_report("other", "1"))]
    summary = build(documents, tmp_path / "out", two_workers)
    assert summary.line() == "2 built"
    assert marker.exists()


def test_a_report_that_always_kills_its_worker_is_given_up_and_named(make_report, two_workers, tmp_path):
    killer = make_report("killer", "import os, signal; os.kill(os.getppid(), signal.SIGKILL)")
    documents = [make_document(r, {}) for r in (make_report("a", "1"), killer, make_report("b", "1"))]
    summary = build(documents, tmp_path / "out", two_workers)
    assert summary.line() == "2 built, 1 failed"
    assert str(summary.failed[0]) == "killer-en: the worker process was killed, twice"


BUILD = """
import sys
from pathlib import Path
from carsi_analysis.batch.folder import inputs
from carsi_analysis.batch.build import Settings, build
from carsi_analysis.batch.plan import make_document
from carsi_analysis.batch.run.pool import local_processes
from carsi_analysis.batch.warm import client
from carsi_analysis.catalogue import LANGUAGE, Report
from tests.batch.helpers import EXPORTERS, LIGHT

client.SERVER = LIGHT
if __name__ == "__main__":
    inputs.code_hash = lambda: "the same, whatever is edited while the tests run"
    notebooks, out, warm, workers = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "True", int(sys.argv[4])
    titles = {"en": "T", "es": "T"}
    reports = [Report(path.stem, path.name, titles, titles, (LANGUAGE,)) for path in sorted(notebooks.iterdir())]
    settings = Settings(warm=warm, hire=local_processes(workers), notebooks=notebooks, exporters=EXPORTERS)
    build([make_document(report, {}) for report in reports], out, settings)
"""


@pytest.fixture
def long_build(make_report, notebooks, tmp_path):
    """Start a build whose reports wait until a file is there; give the process once the kernels of its workers run.

    One worker brings all kinds of processes that a build has: the build, worker, warm process and kernel.
    """
    make_report("a-quick", "1")
    for name in ("b-slow", "c-slow"):
        make_report(
            name,
            f"""
            import os, pathlib, time
            pathlib.Path({str(tmp_path)!r}, f"running-{{os.getpid()}}").touch()
            while not pathlib.Path({str(tmp_path)!r}, "go").exists():
                time.sleep(0.05)
            """,
        )
    (tmp_path / "build.py").write_text(HEAR_SIGNALS + BUILD)
    (tmp_path / "tmp").mkdir()
    started = []

    def start(warm, workers=1):
        places = [str(place) for place in (tmp_path / "build.py", notebooks, tmp_path / "out")]
        arguments = [sys.executable, *places, str(warm), str(workers)]
        inherited = environment(TMPDIR=str(tmp_path / "tmp"))
        process = subprocess.Popen(arguments, env=inherited, start_new_session=True, stderr=subprocess.PIPE, text=True)
        started.append(process)
        for _ in range(10 * PATIENCE):
            if len(list(tmp_path.glob("running-*"))) == workers:
                return process
            time.sleep(0.1)
        raise AssertionError("the kernels did not start")

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_ctrl_c_leaves_no_process_and_no_temporary_file_and_the_build_goes_on_later(
    long_build, settings, notebooks, tmp_path, monkeypatch
):
    process = long_build(True, workers=2)
    family = psutil.Process(process.pid).children(recursive=True)
    assert len(family) >= 4
    os.killpg(process.pid, signal.SIGINT)
    _, complaint = process.communicate(timeout=PATIENCE)
    assert "KeyboardInterrupt" in complaint
    assert wait_until_gone(family) == []
    assert list((tmp_path / "tmp").iterdir()) == []
    assert names(tmp_path / "out") == ["a-quick-en.html", "a-quick-en.ipynb", "a-quick-en.pdf"]

    (tmp_path / "go").touch()
    monkeypatch.setattr(inputs, "code_hash", lambda: "the same, whatever is edited while the tests run")
    titles = {"en": "T", "es": "T"}
    reports = [Report(path.stem, path.name, titles, titles, (LANGUAGE,)) for path in sorted(notebooks.iterdir())]
    summary = build([make_document(report, {}) for report in reports], tmp_path / "out", settings)
    assert summary.line() == "2 built, 1 unchanged"


@pytest.mark.parametrize(
    ("signal_name", "warm"),
    [("SIGKILL", True), ("SIGTERM", False), ("SIGHUP", True)],
    ids=["SIGKILL-forked", "SIGTERM-ordinary", "SIGHUP-forked"],
)
def test_a_build_that_is_ended_outright_leaves_no_process_no_temporary_file_no_semaphore_and_no_lock(
    signal_name, warm, long_build, tmp_path
):
    process = long_build(warm)
    family = psutil.Process(process.pid).children(recursive=True)
    semaphores = [Path(mapped.path) for mapped in psutil.Process(process.pid).memory_maps() if "/sem." in mapped.path]
    if signal_name == "SIGHUP":  # a terminal that is closed tells all processes in it
        os.killpg(process.pid, signal.SIGHUP)
    else:
        process.send_signal(signal.Signals[signal_name])
    process.wait(timeout=PATIENCE)
    assert wait_until_gone(family) == []
    assert semaphores or sys.platform != "linux"
    assert [path for path in semaphores if path.exists()] == []
    assert list((tmp_path / "tmp").iterdir()) == []
    with OutputFolder(tmp_path / "out").open():
        pass


def test_a_build_under_nohup_goes_on_when_its_terminal_is_closed(long_build, tmp_path):
    script = tmp_path / "build.py"
    script.write_text(script.read_text().replace("SIGHUP, signal.SIG_DFL", "SIGHUP, signal.SIG_IGN"))
    process = long_build(True)
    os.killpg(process.pid, signal.SIGHUP)
    time.sleep(0.5)  # for whoever would end of it
    (tmp_path / "go").touch()
    _, complaint = process.communicate(timeout=PATIENCE)
    assert (process.returncode, complaint) == (0, "")
    assert {"b-slow-en.pdf", "c-slow-en.pdf"} <= set(names(tmp_path / "out"))
    assert len(list(tmp_path.glob("running-*"))) == 2, "a report was begun again"


HOLD = """
import sys
from pathlib import Path
from carsi_analysis.batch.folder.output import OutputFolder

with OutputFolder(Path(sys.argv[1])).open():
    print("held", flush=True)
    sys.stdin.read()
"""
"""Holds an output folder until nobody listens any more."""


def test_two_builds_into_one_folder(make_report, settings, tmp_path):
    document = make_document(make_report("r", "1"), {})
    command = [sys.executable, "-c", HOLD, str(tmp_path / "out")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(FolderInUse, match=f"another build \\(process {other.pid}\\)"):
            build([document], tmp_path / "out", settings)
        other.communicate(timeout=PATIENCE)
    assert build([document], tmp_path / "out", settings).line() == "1 built"


def test_a_stale_lock_and_half_written_files_are_cleared_away(make_report, settings, tmp_path):
    state = tmp_path / "out/.carsi"
    (state / "staging/data").mkdir(parents=True)
    (state / "staging/data/half.csv").write_text("a,")
    (state / "lock").write_text("999999\n")
    assert build([make_document(make_report("r", "1"), {})], tmp_path / "out", settings).line() == "1 built"
    assert not (state / "staging").exists()


@pytest.fixture
def mounted(tmp_path) -> Iterator[object]:
    """Mount small file systems, which only the superuser may."""
    mounts = []

    def mount(options: str) -> Path:
        folder = tmp_path / f"mount-{len(mounts)}"
        folder.mkdir()
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True)
        if made.returncode:
            pytest.skip("mounting a small file system needs the superuser")
        mounts.append(folder)
        return folder

    yield mount
    for folder in mounts:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@linux
def test_a_folder_that_cannot_be_written_is_told_before_anything_runs(make_report, settings, mounted):
    report = make_report("r", "1")
    with pytest.raises(OutputError, match=r"cannot write to .*Read-only file system; .*--out"):
        build([make_document(report, {})], mounted("ro"), settings)


def test_a_file_where_the_folder_should_be(make_report, settings, tmp_path):
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(OutputError, match=r"cannot write to .*: (File exists|Not a directory); choose another --out"):
        build([make_document(make_report("r", "1"), {})], tmp_path / "out", settings)


@linux
def test_a_full_disk_leaves_no_half_file_under_a_final_name(make_report, settings, mounted):
    folder = mounted("size=300k")
    small = make_document(make_report("small", "1"), {})
    build([small], folder, settings)
    before = {name: (folder / name).read_bytes() for name in names(folder)}
    large = make_document(make_report("large", "print('x' * 400_000)"), {})
    with pytest.raises(OutputError, match=r"No space left on device; free some space"):
        build([large], folder, settings)
    assert {name: (folder / name).read_bytes() for name in names(folder)} == before
    with OutputFolder(folder).open():
        pass


@pytest.mark.parametrize("report_id", ["../evil", "/etc/evil", "a/b", "", "..", "evil\0", "C:evil", "Ä"])
def test_a_report_whose_name_would_leave_the_folder_is_refused(report_id):
    with pytest.raises(UsageError, match="would be written as"):
        make_document(Report(report_id, "x.ipynb", {"en": ""}, {"en": ""}, ()), {})


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/../../evil", "", "a\\b", "C:evil", "link/evil"])
def test_a_file_whose_name_would_leave_the_folder_is_refused(name, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/link").symlink_to(tmp_path)
    with pytest.raises(OutputError, match="would leave"):
        OutputFolder(tmp_path / "out").publish({name: b"x"})
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "line 1: not a notebook"),
        ("[]", "no list of cells"),
        ("{}", "no list of cells"),
        ('{"cells": 1}', "no list"),
    ],
)
def test_a_source_that_is_no_notebook_is_named_before_anything_runs(text, complaint, make_report, settings, tmp_path):
    document = make_document(make_report("r", "1"), {})
    (settings.notebooks / "r.ipynb").write_text(text)
    with pytest.raises(UsageError, match=complaint):
        build([document], tmp_path / "out", settings)


def test_a_source_with_a_stored_error_is_run_afresh(make_report, settings, tmp_path):
    report = make_report("r", "print('mended')")
    path = settings.notebooks / "r.ipynb"
    stored = nbformat.read(path, 4)
    stored.cells[1].outputs = [nbformat.v4.new_output("error", ename="E", evalue="old", traceback=["old"])]
    nbformat.write(stored, path)
    assert build([make_document(report, {})], tmp_path / "out", settings).line() == "1 built"


def test_a_report_that_cannot_be_exported_is_named_and_the_others_stand(make_report, settings, tmp_path):
    broken = replace(settings, exporters={**settings.exporters, "html": "no.such.Exporter"})
    documents = [
        make_document(make_report("page", "1"), {}, ["html"]),
        make_document(make_report("paper", "1"), {}, ["pdf"]),
    ]
    summary = build(documents, tmp_path / "out", broken)
    assert summary.line() == "1 built, 1 failed"
    assert "export failed" in str(summary.failed[0])


def job(**more):
    return Job("r-en", notebook_text("1"), {"language": "en"}, {}, **more)


@pytest.mark.parametrize(("number", "told"), [(errno.ENOSPC, True), (errno.EACCES, False)])
def test_a_full_temporary_folder_is_told_to_the_builder_and_not_in_the_edition(monkeypatch, tmp_path, number, told):
    def fail(*_):
        with temporary_files():
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr("carsi_analysis.batch.run.render.render", fail)
    (own := tmp_path / "carsi-of-a-worker").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    failure = run_report(job()).failure
    assert str(failure).endswith(os.strerror(number))
    cure = f"free some space in {tmp_path}, or set TMPDIR to a folder that has some"
    assert (cure in failure.in_full()) == told


def test_without_a_home_matplotlib_writes_where_the_build_does_and_warns_of_nothing(
    make_report, settings, tmp_path, monkeypatch, capfd
):
    monkeypatch.setenv("HOME", "/proc/nowhere")
    report = make_report("r", "import matplotlib; print(matplotlib.get_configdir().rsplit('/')[-1])")
    for warm in (True, False):
        own = replace(settings, warm=warm, hire=local_processes(1))
        build([make_document(report, {})], tmp_path / str(warm), own)
        assert "<title>r-en</title>matplotlib\n" in (tmp_path / str(warm) / "r-en.html").read_text()
    assert capfd.readouterr().err == ""


def test_a_machine_without_data_is_told_to_the_builder_and_not_in_the_edition(monkeypatch, tmp_path):
    monkeypatch.setenv("CARSI_DATA", str(tmp_path))
    failure = run_report(job(required={"data": "…"})).failure
    assert str(failure) == "a machine has no data that can be read"
    assert socket.gethostname() in failure.in_full() and str(tmp_path) in failure.in_full()


def test_what_a_cluster_says_is_told_to_the_builder_and_not_in_the_edition(monkeypatch):
    @contextmanager
    def hire(jobs):
        with ThreadPoolExecutor(1) as threads:
            yield Crew(threads, 1)

    def lost(job):
        raise RuntimeError("lost worker tcp://ana-laptop:8786")

    monkeypatch.setattr(pool, "run_report", lost)
    (outcome,) = run_jobs([job()], hire)
    assert str(outcome.failure) == "its worker failed: RuntimeError"
    assert outcome.failure.in_full() == "its worker failed: RuntimeError (lost worker tcp://ana-laptop:8786)"


def test_temporary_files_lie_in_the_folder_of_the_run_on_every_system(tmp_path):
    environment = kernel_options(tmp_path)["env"]
    assert {environment[name] for name in ("TMPDIR", "TEMP", "TMP")} == {str(tmp_path / "tmp")}
