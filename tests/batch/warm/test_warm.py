"""Kernels forked from the warm process: the same as ordinary ones, and gone when their owner is gone."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading

import psutil
import pytest

from carsi_analysis.batch.locate import room
from carsi_analysis.batch.run.execute import execute
from carsi_analysis.batch.run.job import Limits
from carsi_analysis.batch.run.notebook_json import to_bytes
from carsi_analysis.batch.warm import client
from carsi_analysis.batch.warm.provisioner import ReportProvisioner
from carsi_analysis.batch.warm.shared import shared_warm_process
from carsi_analysis.catalogue import REPORTS, check_parameters
from tests.batch.helpers import HEAR_SIGNALS, LIGHT, PATIENCE, environment, notebook_text, start_light
from tests.ran import ran
from tests.stock import NBCONVERT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")

TRAPS = {
    "a chart that nobody shows": "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "two charts in one cell": "for n in (1, 2):\n    plt.figure()\n    plt.plot([n])",
    "a chart that is shown": "plt.bar([1], [2])\nplt.show()",
    "chart settings": "import matplotlib\nsorted((name, str(value)) for name, value in matplotlib.rcParams.items())",
    "the backend": "matplotlib.get_backend(), matplotlib.rcParams['backend']",
    "text to both streams": "import sys\nprint('out')\nprint('err', file=sys.stderr)",
    "output of a subprocess": "!echo from the shell",
    "a magic": "%%bash\necho $((6 * 7))",
    "inline figures": "%matplotlib inline\n%config InlineBackend.figure_formats = ['svg']",
    "a display that is updated": "h = display('a', display_id='x')\nh.update('b')",
    "rich output": "import pandas as pd\npd.DataFrame({'x': [1.5, None]})",
    "pandas options": "pd.get_option('display.max_rows'), pd.get_option('display.precision')",
    "the environment": "import os\n{k: os.environ.get(k) for k in ('MPLBACKEND', 'PYTHONHASHSEED', 'OMP_NUM_THREADS')}",
    "arguments": "len(sys.argv), os.path.basename(sys.argv[0]), sys.argv[1]",
    "where modules come from": "[p for p in sys.path]",
    "names": "__name__, sorted(n for n in dir() if not n.startswith('_'))",
    "the order of a set": "list({'a', 'b', 'c', 'd', 'e'}), hash('x')",
    "temporary files": "import tempfile\ntempfile.gettempdir() == os.environ['TMPDIR']",
    "folder": "os.getcwd() == os.path.realpath('.'), os.listdir()",
    "signals": "import signal\nstr(signal.getsignal(signal.SIGINT)), str(signal.getsignal(signal.SIGCHLD))",
    "a child process": "import subprocess\nsubprocess.run(['true']).returncode",
    "process pools": (
        "from concurrent.futures import ProcessPoolExecutor\nimport multiprocessing\n"
        "with ProcessPoolExecutor(2, multiprocessing.get_context('spawn')) as pool:\n"
        "    print(list(pool.map(abs, [-1, -2])))"
    ),
    "threads": "import threading\nr = []\nt = threading.Thread(target=r.append, args=(1,))\nt.start(); t.join(); r",
    "asyncio": "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "a warning": "import warnings\nwarnings.warn('careful')",
    "no input": "input('?')",
}
"""What a fork can get wrong, cell by cell."""

OUTSIDE = {"no input"}
"""Cells that fail, as they should."""


def run(*cells, warm, **limits):
    return execute(notebook_text(*cells), {"language": "en"}, Limits(**limits), warm=warm)


@pytest.fixture(scope="module")
def both():
    """Run all traps once on each kind of kernel; each cell's outputs as plain values."""
    cells = [source for name, source in TRAPS.items() if name not in OUTSIDE]
    outputs = {}
    for warm in (True, False):
        execution = run(*cells, warm=warm)
        assert execution.failure is None, execution.failure
        notebook = json.loads(to_bytes(execution.notebook))
        outputs[warm] = {"".join(cell["source"]): cell["outputs"] for cell in notebook["cells"]}
    return outputs


@pytest.mark.parametrize("name", [name for name in TRAPS if name not in OUTSIDE])
def test_a_forked_kernel_gives_the_outputs_of_an_ordinary_one(both, name):
    source = TRAPS[name]
    assert both[True][source] == both[False][source]


def test_the_traps_do_show_something(both):
    assert all(len(both[False][TRAPS[name]]) == count for name, count in [("a chart that nobody shows", 1)])
    assert len(both[False][TRAPS["two charts in one cell"]]) == 2


@pytest.mark.parametrize("name", sorted(OUTSIDE))
def test_failures_are_the_same(name):
    failures = [str(run(TRAPS[name], warm=warm).failure) for warm in (True, False)]
    assert failures[0] == failures[1] != "None"


@pytest.mark.parametrize("report_id", ["regional-briefing", "data-book"])
def test_a_report_is_the_same_output_by_output(report_id):
    """Sentences and charts, and tables alone.

    ``make test`` holds all notebooks against their stored outputs, in forked kernels; the traps above hold what else
    an ordinary kernel could do otherwise.
    """
    source = (room("notebooks") / REPORTS[report_id].notebook).read_text(encoding="utf-8")
    forked = ran(report_id, language="es")
    ordinary = execute(source, check_parameters(REPORTS[report_id], {"language": "es"}), Limits(), warm=False)
    assert ordinary.failure is None
    for one, other in zip(forked.notebook.cells, ordinary.notebook.cells, strict=True):
        assert one == other
    assert to_bytes(forked.notebook) == to_bytes(ordinary.notebook)
    assert forked.tables_read == ordinary.tables_read
    assert forked.tables_read


def test_kernels_really_are_forked_from_the_warm_process():
    run("1", warm=True)
    warm = client.warm_up()
    (output,) = run("import os; os.getppid()", warm=True).notebook.cells[2].outputs
    assert int(output.data["text/plain"]) == warm._process.pid


def test_no_two_kernels_draw_the_same_random_numbers_and_nothing_leaks_between_them():
    draws = []
    for _ in range(2):
        notebook = run(
            "import numpy, random, sys, uuid, matplotlib",
            "print(numpy.random.random(), random.random(), uuid.uuid4())",
            "print('leak' in sys.modules, matplotlib.rcParams['font.size'])",
            "sys.modules['leak'] = sys; matplotlib.rcParams['font.size'] = 99",
            warm=True,
        ).notebook
        draws.append(notebook.cells[3].outputs[0].text.split())
        assert notebook.cells[4].outputs[0].text == "False 10.0\n"
    assert all(one != two for one, two in zip(*draws, strict=True))


def test_a_report_whose_warm_process_is_killed_fails_and_the_next_one_gets_a_new_one():
    run("1", warm=True)
    first = client.warm_up()._process.pid
    execution = run(
        "import os, signal; os.kill(os.getppid(), signal.SIGKILL)", "import time; time.sleep(30)", warm=True
    )
    assert "DeadKernelError" in str(execution.failure)
    assert run("1", warm=True).failure is None
    assert client.warm_up()._process.pid != first


def server_with(preparation: str) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a server that runs something first, and no imports."""
    ours, its = socket.socketpair()
    code = f"import sys, socket\nfrom carsi_analysis.batch.warm import server\n{preparation}\n"
    code += "server.serve(socket.socket(fileno=int(sys.argv[1])))"
    with its:
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(its.fileno())],
            env=os.environ | client._FIXED,  # as the product starts it: libraries add no threads of their own
            pass_fds=[its.fileno()],
        )
    return process, ours


def test_a_warm_process_with_more_than_one_thread_refuses_to_fork():
    process, ours = server_with(
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()"
    )
    with ours, ours.makefile("rwb") as stream:
        stream.write(b'{"op": "fork"}\n')
        stream.flush()
        assert json.loads(stream.readline()) == {"refused": "the warm process has 2 threads"}
    assert process.wait(PATIENCE) == 0


@pytest.fixture
def fresh():
    """Begin and end without a warm process."""
    client.cool_down()
    yield
    client.cool_down()
    client._usable = True


def test_a_warm_process_that_cannot_import_is_not_tried_again_and_reports_are_built(fresh, monkeypatch):
    started = []

    class Broken(client.WarmProcess):
        def __init__(self):
            monkeypatch.setenv("PYTHONHOME", "/nonexistent")
            super().__init__()
            monkeypatch.delenv("PYTHONHOME")
            started.append(self)

    monkeypatch.setattr(client, "WarmProcess", Broken)
    assert [run("1", warm=True).failure for _ in range(2)] == [None, None]
    assert len(started) == 1


@pytest.mark.parametrize(
    "command",
    [["/usr/bin/R", "-e", "IRkernel::main()"], ["/opt/other/bin/python", "-m", "ipykernel_launcher", "-f", "x"]],
    ids=["another language", "another environment"],
)
def test_other_kernels_are_started_the_ordinary_way(command, monkeypatch):
    asked = []
    monkeypatch.setattr("carsi_analysis.batch.warm.provisioner.fork_kernel", lambda **request: asked.append(request))
    assert ReportProvisioner()._fork(command, {}) is None
    assert asked == []
    ReportProvisioner()._fork([sys.executable, "-m", "ipykernel_launcher", "-f", "x"], {})
    assert len(asked) == 1


def test_stock_tools_use_it_when_the_environment_says_so(tmp_path):
    path = tmp_path / "n.ipynb"
    path.write_text(notebook_text("import sys\n'pandas' in sys.modules"))
    environment = {**os.environ, "JUPYTER_DEFAULT_PROVISIONER_NAME": "carsi-provisioner"}
    subprocess.run(
        [*NBCONVERT, "--to", "notebook", "--execute", "--output", "o.ipynb", str(path)],
        env=environment,
        check=True,
        capture_output=True,
    )
    outputs = json.loads((tmp_path / "o.ipynb").read_text())["cells"][1]["outputs"]
    assert outputs[0]["data"]["text/plain"] == ["True"]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_outlives_the_owner(number, tmp_path):
    marker = tmp_path / "running"
    cell = f"import pathlib, time; pathlib.Path({str(marker)!r}).touch(); time.sleep(600)"
    code = HEAR_SIGNALS + (
        "import sys\n"
        "from carsi_analysis.batch.run.execute import execute\n"
        "from carsi_analysis.batch.run.job import Limits\n"
        "from carsi_analysis.batch.warm import client\n"
        f"client.SERVER = {LIGHT!r}\n"
        "execute(sys.argv[1], {'language': 'en'}, Limits())"
    )
    command = [sys.executable, "-c", code, notebook_text(cell)]
    owner = subprocess.Popen(command, env=environment(), stderr=subprocess.DEVNULL)
    try:
        waited = threading.Event()
        while not marker.exists():
            assert owner.poll() is None
            waited.wait(0.05)
        family = psutil.Process(owner.pid).children(recursive=True)
        assert len(family) == 2
        owner.send_signal(number)
        owner.wait(PATIENCE)
    finally:
        owner.kill()
        owner.wait()
    _, alive = psutil.wait_procs(family, timeout=PATIENCE)
    assert alive == []


def test_memory_stays_flat_and_no_process_is_left_over():
    warm = client.warm_up()
    for _ in range(3):  # what reports share is computed once, after the second kernel
        run("1", warm=True)
    process = psutil.Process(warm._process.pid)
    before, files = process.memory_info().rss, process.num_fds()
    for _ in range(15):
        run("data = bytearray(10_000_000)", warm=True)
    assert client.warm_up() is warm
    assert process.memory_info().rss < before + 5_000_000
    assert process.children() == []
    assert process.num_fds() == files


class Stream:
    """The end of a connection whose other end was killed amid a reply."""

    def write(self, line):
        pass

    def flush(self):
        pass

    def readline(self):
        return b'{"pid": 12'

    def close(self):
        pass


def test_a_warm_process_that_was_closed_or_cut_off_is_gone():
    warm = client.WarmProcess()
    kernel = object.__new__(client.ForkedKernel)
    kernel._warm, kernel.pid, kernel.returncode = warm, warm._process.pid, None
    warm.close()
    with pytest.raises(client.WarmProcessError):
        warm.ask(op="poll", pid=1)
    warm._stream = Stream()
    with pytest.raises(client.WarmProcessError):
        warm.ask(op="poll", pid=1)
    assert kernel.poll() == -signal.SIGKILL


def test_who_polls_a_kernel_does_not_wait_for_a_warm_process_that_is_at_work():
    """A client asks each second whether its kernel runs, and shows no output meanwhile."""
    warm, running = client.WarmProcess(), subprocess.Popen(["sleep", "100"])
    kernel = object.__new__(client.ForkedKernel)
    kernel._warm, kernel.pid, kernel.returncode = warm, running.pid, None
    os.kill(warm._process.pid, signal.SIGSTOP)
    warm._socket.settimeout(1)
    try:
        assert kernel.poll() is None
    finally:
        running.kill()
        running.wait()
        warm.close()
    assert kernel.poll() == -signal.SIGKILL


def test_a_failed_warm_process_takes_none_with_it_that_another_thread_has_put_in_its_place(fresh, monkeypatch):
    made = []

    class Shaky:
        has_forked = True

        def __init__(self):
            self.closed = False
            made.append(self)

        def ask(self, **request):
            if self is not made[0]:
                return {"pid": 7}
            client.cool_down()  # what another thread does meanwhile
            assert client.warm_up() is made[1]
            raise client.WarmProcessError("the warm process ended")

        def close(self):
            self.closed = True

    monkeypatch.setattr(client, "WarmProcess", Shaky)
    assert client.fork_kernel().pid == 7
    assert [warm.closed for warm in made] == [True, False]


@pytest.fixture
def address(tmp_path, fresh, monkeypatch):
    """The address of a build's warm process, whose family is gone in the end."""
    start_light(monkeypatch)
    with shared_warm_process(tmp_path, {}, many=True) as address:
        family = [shared_process()]
        yield address
        family += branches()
    assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []


def shared_process() -> psutil.Process:
    """The warm process of a build; this process may have other children."""
    (shared,) = (child for child in psutil.Process().children() if client.SERVER in child.cmdline())
    return shared


def branches() -> list[psutil.Process]:
    return shared_process().children()


def branches_left() -> list[psutil.Process]:
    """Those that have not ended: one hangs up as its last act and may still be seen for a moment."""
    return psutil.wait_procs(branches(), timeout=PATIENCE)[1]


def test_what_befalls_the_branch_of_one_worker_concerns_no_other(address):
    one = client.Branch(address)
    assert one.ask(op="poll", pid=1) == {"returncode": 0}
    (first,) = branches()
    other = client.Branch(address)
    assert other.ask(op="poll", pid=1) == {"returncode": 0}
    first.kill()
    with pytest.raises(client.WarmProcessError):
        one.ask(op="poll", pid=1)
    assert other.ask(op="poll", pid=1) == {"returncode": 0}
    one.close()
    other.see_off(PATIENCE)
    other.close()
    assert branches_left() == []


def test_a_kernel_is_forked_from_the_branch_and_ends_with_it(address, monkeypatch):
    monkeypatch.setattr(client, "_address", address)
    (output,) = run("import os; os.getppid()", warm=True).notebook.cells[2].outputs
    assert [branch.pid for branch in branches()] == [int(output.data["text/plain"])]
    client.see_off(PATIENCE)
    assert branches_left() == []


def test_a_folder_too_deep_for_a_socket_is_done_without(tmp_path):
    with shared_warm_process(tmp_path / ("deep" * 30), {}, many=False) as address:
        assert address == ""
