"""What `make` runs: its steps and words, what set-up decides, and that no process is left over."""

import ast
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from lms import dev, dev_commands, dev_services, dev_setup, dev_system, dev_test
from lms.dev_processes import Runner, ending, free_of_listeners, group_lives
from lms.dev_report import Counts, Result, Step, closing, counts_of, line, report_of, skips_of
from lms.dev_setup import RUNNING, TESTING, TOP
from lms.pages import demo_cast

UNIT = Step("tests", ("pytest",), counts=True)


class Answering:
    """Stands for the runner: answers each command by its words, and remembers what was asked."""

    def __init__(self, code: Callable[[Sequence[str]], int] = lambda _command: 0) -> None:
        self.code = code
        self.asked: list[str] = []

    def run(self, command: Sequence[str], _env: object, _cwd: Path) -> tuple[int, str]:
        self.asked.append(" ".join(command))
        return self.code(command), "what it said"


# --- reading pytest ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "counts"),
    [
        ("12 passed in 0.50s", Counts(12, 0, 0)),
        ("1 failed, 3 passed, 2 skipped, 5 deselected in 61.20s (0:01:01)", Counts(3, 1, 2)),
        ("1 passed, 1 error in 0.10s", Counts(1, 1, 0)),
        ("2 failed, 2 errors in 0.10s", Counts(0, 4, 0)),
        ("4 passed, 1 xfailed, 1 xpassed, 1 warning in 2s", Counts(6, 0, 0)),
        ("===== 7 passed, 1 skipped in 3.00s =====", Counts(7, 0, 1)),
        ("3 deselected in 0.02s", Counts(0, 0, 0)),
    ],
)
def test_the_closing_line_of_pytest_is_read_whatever_it_counts(last, counts):
    assert counts_of(f"....\nsome output, 9 passed in vain\n{last}\n") == counts


def test_output_that_ends_before_counting_has_no_counts():
    assert counts_of("ImportError while loading conftest\n") is None


def test_reasons_for_skipping_are_gathered_over_all_places():
    output = textwrap.dedent(
        """\
        SKIPPED [1] tests/test_a.py:10: needs a broker: no Redis
        SKIPPED [3] tests/test_b.py:7: needs a broker: no Redis
        SKIPPED [1] tests/test_c.py:1: no Pango
        """
    )
    assert skips_of(output) == ((4, "needs a broker: no Redis"), (1, "no Pango"))


def test_tests_that_were_not_found_have_failed():
    result = report_of(UNIT, 5, "3 deselected in 0.02s", 1.0)
    assert result.state == "failed"
    assert result.counts == Counts(0, 1, 0)
    assert "No test was found" in result.output


def test_tests_that_broke_off_count_as_one_failure():
    assert report_of(UNIT, 4, "ImportError", 1.0).counts == Counts(0, 1, 0)


def test_tests_that_ended_well_without_counts_are_not_believed():
    assert report_of(UNIT, 0, "", 1.0).state == "failed"


def test_colours_do_not_hide_the_counts():
    assert report_of(UNIT, 0, "\x1b[32m2 passed\x1b[0m in 0.1s", 1.0).counts == Counts(2, 0, 0)


# --- the closing table ---------------------------------------------------------------------------


def test_the_last_line_sums_every_suite_of_tests():
    results = [
        Result(Step("lint", ()), "ok", 1.0),
        Result(UNIT, "ok", 2.0, counts=Counts(40, 0, 1)),
        Result(UNIT, "failed", 3.0, counts=Counts(50, 2, 0)),
    ]
    assert closing(results, 6.0).splitlines()[-1] == "90 passed, 2 failed, 1 skipped"


def test_the_table_says_what_was_skipped_and_why_and_what_failed():
    journeys = Step("browser journeys", (), why_not="no Chromium")
    on_postgres = Step("tests on PostgreSQL", (), counts=True, without="no Redis at 127.0.0.1:6379")
    text = closing(
        [
            Result(Step("types", ()), "failed", 4.2),
            Result(on_postgres, "ok", 9.0, "", Counts(5, 0, 2), ((2, "no broker"),)),
            Result(journeys, "skipped"),
        ],
        14.0,
        ["no Pango"],
    )
    assert "browser journeys: no Chromium" in text
    assert "tests on PostgreSQL: no Redis at 127.0.0.1:6379" in text
    assert "tests on PostgreSQL: no broker (2)" in text
    assert "no Pango" in text
    assert "Failed: types." in text


def test_the_columns_of_the_table_stand_under_their_heads():
    rows = closing([Result(UNIT, "ok", 2.0, counts=Counts(1234, 6, 5))], 2.0).splitlines()
    head, row = rows[0], rows[2]
    for name, number in (("passed", "1234"), ("failed", "6"), ("skipped", "5"), ("seconds", "2.0")):
        assert head.index(name) + len(name) == row.rindex(number) + len(number)


def test_every_step_says_one_line():
    assert "skipped: no Chromium" in line(Result(Step("j", (), why_not="no Chromium"), "skipped"))
    said = line(Result(UNIT, "ok", 2.34, counts=Counts(3, 0, 1)))
    assert "2.3 s" in said
    assert "3 passed, 0 failed, 1 skipped" in said


# --- which steps ---------------------------------------------------------------------------------


def test_without_chromium_the_journeys_are_skipped_with_the_reason(tmp_path):
    (tmp_path / "tests/journeys").mkdir(parents=True)
    assert dev_test.journeys(tmp_path, "").why_not == ""
    assert dev_test.journeys(tmp_path, "no Chromium").why_not == "no Chromium"


def test_suites_whose_folder_is_absent_are_skipped(tmp_path):
    assert dev_test.journeys(tmp_path, "").why_not == "there is no folder tests/journeys"
    assert dev_test.unit_tests(tmp_path).why_not == "there is no folder tests"
    (tmp_path / "tests").mkdir()
    assert dev_test.unit_tests(tmp_path).why_not == ""


def test_sweeps_walk_on_postgresql_where_there_is_one(tmp_path):
    left_out = "not (sweep and not once)"
    assert left_out not in " ".join(dev_test.unit_tests(tmp_path, sweeps=True).command)
    assert left_out in " ".join(dev_test.unit_tests(tmp_path, sweeps=False).command)


def test_every_template_is_checked(tmp_path):
    for name in ("lms/templates/base.html", "courses/templates/courses/unit.html"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("")
    steps = {step.name: step for step in dev_test.static_checks(tmp_path, tmp_path)}
    assert "lms/templates/base.html" in steps["templates"].command
    assert "courses/templates/courses/unit.html" in steps["templates"].command


def test_the_settings_of_a_developer_do_not_reach_the_tests(tmp_path):
    shell = {"DATABASE_URL": "postgres://live", "DEBUG": "0", "VAR_DIR": "/srv", "PATH": "/bin"}
    env = dev_test.clean_environment(shell, tmp_path)
    assert env["PATH"] == "/bin"
    assert env["VAR_DIR"] == str(tmp_path / "var")
    assert "DATABASE_URL" not in env
    assert "DEBUG" not in env


def test_the_deploy_check_has_a_key_of_its_own_each_time(tmp_path):
    first, second = dev_test.as_deployed(tmp_path), dev_test.as_deployed(tmp_path)
    assert first["DEBUG"] == "0"
    assert len(first["SECRET_KEY"]) >= 50
    assert first["SECRET_KEY"] != second["SECRET_KEY"]


def test_steps_of_one_group_run_side_by_side_and_each_leaves_its_result(tmp_path, capsys):
    meet = "import pathlib, time; mine, other = map(pathlib.Path, {}); mine.touch()\n"
    meet += "until = time.time() + 20\n"
    meet += "while not other.exists():\n    assert time.time() < until; time.sleep(0.01)"
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    steps = [
        Step("first", (sys.executable, "-c", meet.format([one, two]))),
        Step("second", (sys.executable, "-c", meet.format([two, one]))),
        Step("third", (sys.executable, "-c", "import sys; sys.exit('what is wrong')")),
    ]
    results = dev_test.run_group(steps, os.environ, Runner())
    assert [result.state for result in results] == ["ok", "ok", "failed"]
    assert "what is wrong" in capsys.readouterr().out


# --- services ------------------------------------------------------------------------------------


def test_the_server_is_asked_by_the_database_that_every_server_has():
    ask = dev_services.server_address
    assert ask("postgres:///laukas") == "postgresql:///postgres"
    assert (
        ask("psql://ona:key@db.example:5433/x?sslmode=require")
        == "postgresql://ona:key@db.example:5433/postgres?sslmode=require"
    )


def test_a_named_server_that_does_not_answer_is_not_replaced_by_the_local_one():
    class Refusing:
        def run(self, command, _env, _cwd):
            assert len(command) == 4
            return 0, '["connection refused"]'

    environ = {"TEST_DATABASE_URL": "postgres://db.example/laukas"}
    assert dev_services.find_postgres(environ, {}, Refusing()) == (
        "",
        "TEST_DATABASE_URL does not answer: connection refused",
    )


def test_the_current_user_comes_before_the_administrator_of_postgresql():
    class Local:
        def __init__(self, said):
            self.said = said

        def run(self, _command, _env, _cwd):
            return 0, self.said

    assert dev_services.find_postgres({}, {}, Local('["", ""]'))[0].startswith("postgres:///")
    assert "postgres@" in dev_services.find_postgres({}, {}, Local('["no role", ""]'))[0]
    address, why_not = dev_services.find_postgres({}, {}, Local('["no role", "no role"]'))
    assert address == ""
    assert "no PostgreSQL on the local socket" in why_not


@pytest.fixture
def server(socket_enabled):
    """A server that answers one question; call it with the answer, it returns its port."""
    opened = []

    def answer_with(answer: bytes) -> int:
        listening = socket.create_server(("127.0.0.1", 0))
        opened.append(listening)

        def answer_once() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(64)
                connection.sendall(answer)

        threading.Thread(target=answer_once, daemon=True).start()
        return int(listening.getsockname()[1])

    yield answer_with
    for listening in opened:
        listening.close()


def test_redis_is_used_where_it_answers(server):
    address = f"redis://127.0.0.1:{server(b'+PONG')}/3"
    assert dev_services.find_redis({"TEST_REDIS_URL": address}) == (address, "")


def test_redis_behind_an_unknown_password_is_not_used(server):
    address = f"redis://127.0.0.1:{server(b'-NOAUTH Authentication required.')}/3"
    found, why_not = dev_services.find_redis({"TEST_REDIS_URL": address})
    assert found == ""
    assert "did not answer PING" in why_not


def test_a_redis_that_is_not_there_is_a_reason(socket_enabled):
    with socket.create_server(("127.0.0.1", 0)) as closing_soon:
        port = closing_soon.getsockname()[1]
    found, why_not = dev_services.find_redis({"TEST_REDIS_URL": f"redis://127.0.0.1:{port}"})
    assert found == ""
    assert f"no Redis at 127.0.0.1:{port}" in why_not


# --- set-up --------------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A tree with lock files and no uv, whose packages are not installed."""
    (tmp_path / ".venv").mkdir()
    (tmp_path / RUNNING).write_text("django==5.2\n")
    (tmp_path / TESTING).write_text("django==5.2\npytest==9\n")
    monkeypatch.setattr(dev_setup, "TOP", tmp_path)
    monkeypatch.setattr(dev_setup, "STAMP", tmp_path / ".venv" / "laukas.json")
    monkeypatch.setattr(dev_setup.shutil, "which", lambda _name: None)
    return tmp_path


def installs(lock: str) -> list[str]:
    runner = Answering()
    dev_setup.install_packages(lock, runner)
    return [command for command in runner.asked if "--require-hashes" in command]


def test_locked_packages_are_installed_once(tree):
    assert len(installs(RUNNING)) == 1
    assert installs(RUNNING) == []


def test_a_changed_lock_file_is_installed_again(tree):
    installs(RUNNING)
    (tree / RUNNING).write_text("django==5.2.1\n")
    assert len(installs(RUNNING)) == 1


def test_what_tests_need_holds_what_runs(tree):
    assert len(installs(TESTING)) == 1
    assert installs(RUNNING) == []


def test_after_new_packages_to_run_the_tests_look_again(tree):
    installs(TESTING)
    (tree / RUNNING).write_text("django==5.2.1\n")
    installs(RUNNING)
    assert len(installs(TESTING)) == 1


def test_packages_that_cannot_be_installed_are_tried_again_next_time(tree):
    failing = Answering(lambda command: "--require-hashes" in command)
    with pytest.raises(dev_setup.CannotSetUp, match="what it said"):
        dev_setup.install_packages(RUNNING, failing)
    assert len(installs(RUNNING)) == 1


def test_without_ensurepip_and_without_apt_one_line_says_what_to_install(tree):
    runner = Answering(lambda command: "ensurepip" in " ".join(command))
    with pytest.raises(dev_setup.CannotSetUp, match=r"^[^\n]*apt install python3\S*-venv$"):
        dev_setup.make_with_venv("/usr/bin/python3", runner)


def test_nothing_is_installed_on_the_system_where_it_is_forbidden(monkeypatch):
    monkeypatch.setenv("NO_SYSTEM", "1")
    monkeypatch.setattr(dev_system.os, "geteuid", lambda: 0)
    monkeypatch.setattr(dev_system.shutil, "which", lambda name: f"/usr/bin/{name}")
    runner = Answering()
    assert not dev_system.install(dev_system.CHROMIUM, runner)
    assert runner.asked == []


def test_before_the_system_is_changed_it_is_said_what_and_why(monkeypatch, capsys):
    monkeypatch.delenv("NO_SYSTEM", raising=False)
    monkeypatch.setattr(dev_system.os, "geteuid", lambda: 0)
    monkeypatch.setattr(dev_system.shutil, "which", lambda name: f"/usr/bin/{name}")
    said_before = []
    runner = Answering(lambda _command: said_before.append(capsys.readouterr().out) or 0)
    assert dev_system.install(dev_system.LIBRARIES, runner)
    assert "libpango-1.0-0" in said_before[0]
    assert "they draw the PDF certificates" in said_before[0]


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A system with apt and a sudo of this exit code, used by somebody who is not root; gives
    what apt was asked."""

    def with_sudo(code: int) -> Callable[[], str]:
        asked = tmp_path / "asked"
        programs = {
            "sudo": f'[ "$1" = -n ] || exit 9\nshift\n[ {code} = 0 ] || exit {code}\nexec "$@"\n',
            "apt-get": f'echo "$DEBIAN_FRONTEND" "$@" >> {asked}\n',
        }
        for name, lines in programs.items():
            (tmp_path / name).write_text(f"#!/bin/sh\n{lines}")
            (tmp_path / name).chmod(0o755)
        path = f"{tmp_path}:/usr/bin:/bin"
        monkeypatch.setenv("PATH", path)
        monkeypatch.setitem(dev_system.APT_ENV, "PATH", path)
        # What sudo hands on is what stands behind it, not what we have around us.
        monkeypatch.delitem(dev_system.APT_ENV, "DEBIAN_FRONTEND")
        monkeypatch.delenv("NO_SYSTEM", raising=False)
        monkeypatch.setattr(dev_system.os, "geteuid", lambda: 1000)
        return lambda: asked.read_text() if asked.exists() else ""

    return with_sudo


def test_sudo_that_asks_no_password_is_used(machine, capsys):
    asked = machine(0)
    assert dev_system.install(dev_system.CHROMIUM, Runner())
    (command,) = asked().splitlines()
    assert command.startswith("noninteractive ")
    assert command.endswith("install chromium")
    assert "Installing chromium with apt" in capsys.readouterr().out


def test_where_sudo_asks_for_a_password_nothing_is_said_or_installed(machine, capsys):
    asked = machine(1)
    assert not dev_system.install(dev_system.CHROMIUM, Runner())
    assert asked() == ""
    assert capsys.readouterr().out == ""


def test_package_lists_are_renewed_only_where_apt_finds_nothing(monkeypatch):
    monkeypatch.delenv("NO_SYSTEM", raising=False)
    monkeypatch.setattr(dev_system.os, "geteuid", lambda: 0)
    monkeypatch.setattr(dev_system.shutil, "which", lambda name: f"/usr/bin/{name}")
    content, empty = Answering(), Answering(lambda command: "install" in command)
    dev_system.install(dev_system.LIBRARIES, content)
    dev_system.install(dev_system.LIBRARIES, empty)
    assert [command.split()[-1] for command in empty.asked].count("update") == 1
    assert not any(command.endswith("update") for command in content.asked)


def test_what_apt_would_install_is_read_from_its_simulation():
    simulation = textwrap.dedent(
        """\
        Reading package lists...
        Inst libglib2.0-0 (2.74.6-2 Debian:12.5/stable [amd64])
        Inst libpango-1.0-0 (1.50.12+ds-1 Debian:12.5/stable [amd64]) []
        Conf libglib2.0-0 (2.74.6-2 Debian:12.5/stable [amd64])
        """
    )
    assert dev_system.packages_to_come(simulation) == ["libglib2.0-0", "libpango-1.0-0"]


def test_an_old_python_can_read_the_file_that_hands_over_to_a_newer_one():
    source = (TOP / "lms/dev.py").read_text()
    ast.parse(source, feature_version=(3, 8))


def test_a_python_that_is_only_announced_is_passed_over(tmp_path, monkeypatch):
    for name, code in (("python3.13", 127), ("python3.12", 0)):
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {code}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert dev.newer_python() == str(tmp_path / "python3.12")


def test_the_makefile_offers_exactly_what_there_is():
    phony = next(
        row for row in (TOP / "Makefile").read_text().splitlines() if row.startswith(".PHONY:")
    )
    assert set(phony.split()[1:]) == {"help", *dev_commands.COMMANDS}


def test_two_set_ups_of_one_tree_follow_each_other_and_the_second_says_why_it_waits(tree, capsys):
    order = []

    def second() -> None:
        with dev_setup.alone():
            order.append("second")

    waiting = threading.Thread(target=second)
    with dev_setup.alone():
        waiting.start()
        until = time.monotonic() + 10
        said = ""
        while "Waiting for another set-up" not in said:
            assert time.monotonic() < until
            said += capsys.readouterr().out
            time.sleep(0.01)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_quick_says_at_its_end_what_it_did_not_run(monkeypatch, capsys):
    monkeypatch.setattr(dev_test, "set_up", lambda *_args, **_how: None)
    monkeypatch.setattr(dev_test, "run_all", lambda *_args, **_how: 1)
    assert dev_test.quick(Runner()) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    for step in ("tests on PostgreSQL", "browser journeys", "make test"):
        assert step in last


# --- starting and stopping -----------------------------------------------------------------------


def test_a_port_that_is_taken_is_refused_with_another_one_offered(socket_enabled):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert not free_of_listeners(port)
        with pytest.raises(dev_commands.CannotStart, match=rf"^Port {port} is taken.*PORT=\d+$"):
            dev_commands.wanted_port({"PORT": str(port)})


@pytest.mark.parametrize("text", ["abc", "0", "70000", "-1", "80.5"])
def test_a_port_that_is_no_port_is_refused(text):
    with pytest.raises(dev_commands.CannotStart, match="is not a port"):
        dev_commands.wanted_port({"PORT": text})


def test_the_development_server_refuses_to_run_an_installation():
    dev_commands.refuse_without_debug({})
    dev_commands.refuse_without_debug({"DEBUG": "True"})
    with pytest.raises(dev_commands.CannotStart, match="DEBUG is off"):
        dev_commands.refuse_without_debug({"DEBUG": "0"})


def test_the_welcome_shows_the_address_and_every_demo_person():
    text = dev_commands.welcome("http://localhost:8123", 200, 3.0)
    assert "broken" not in text
    assert "http://localhost:8123" in text
    assert f"password {demo_cast.PASSWORD}" in text
    assert [email for email, _ in dev_commands.PEOPLE] == [
        who[0] for who in demo_cast.CAST.values()
    ]
    assert all(email in text for email, _ in dev_commands.PEOPLE)


def test_the_welcome_says_where_the_first_page_is_broken():
    assert "broken (status 500)" in dev_commands.welcome("http://localhost:8123", 500, 3.0)


def test_the_first_page_is_asked_until_somebody_answers(server):
    port = server(b"HTTP/1.1 500 Our fault\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    assert dev_commands.first_page(f"http://127.0.0.1:{port}/") == 500
    with socket.create_server(("127.0.0.1", 0)) as closing_soon:
        port = closing_soon.getsockname()[1]
    assert dev_commands.first_page(f"http://127.0.0.1:{port}/") == 0


def test_an_ending_by_a_signal_is_named():
    assert ending(3) == "exit code 3"
    assert ending(-signal.SIGKILL) == "signal SIGKILL"


SUPERVISOR = """\
import os, sys
from pathlib import Path
from lms.dev_processes import Program, supervise
folder = Path(sys.argv[1])
child = '''
import os, pathlib, signal, subprocess, sys, time
name, behaviour = sys.argv[1:]
if behaviour == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
path = pathlib.Path(name)
path.with_suffix(".part").write_text(f"{os.getpid()} {grandchild.pid}")
path.with_suffix(".part").rename(path)
if behaviour == "dies":
    while not path.with_name("two").exists():
        time.sleep(0.01)
    sys.exit("the reason why")
time.sleep(600)
'''
def program(name, behaviour):
    command = [sys.executable, "-c", child, str(folder / name), behaviour]
    return Program(f"Program {name}", command, folder / f"{name}.log")
programs = [program("one", sys.argv[2]), program("two", "waits")]
ready = lambda: all((folder / name).exists() for name in ("one", "two"))
sys.exit(supervise(programs, env=os.environ, cwd=folder, answers=ready,
                   announce=lambda: print("all started", flush=True)))
"""


@pytest.fixture
def supervisor(tmp_path):
    """Starts a supervisor of two programs that have a child each; gives it and their ids."""
    started = []

    def start(behaviour: str) -> tuple["subprocess.Popen[str]", Callable[[], list[int]]]:
        process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, str(tmp_path), behaviour],
            cwd=TOP,
            env={**os.environ, "PYTHONPATH": str(TOP)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process, lambda: [
            int(number)
            for name in ("one", "two")
            for number in (tmp_path / name).read_text().split()
        ]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def running(pids: list[int]) -> list[int]:
    """Those that still run; one that has ended and was not fetched yet does not."""

    def runs(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        stat = Path(f"/proc/{pid}/stat")
        return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] not in "ZX"

    return [pid for pid in pids if runs(pid)]


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_to_the_supervisor_leaves_no_process_behind(supervisor, kind):
    process, pids = supervisor("waits")
    assert process.stdout.readline() == "all started\n"
    assert len(running(pids())) == 4
    process.send_signal(kind)
    assert process.wait(timeout=20) == 0
    assert running(pids()) == []


def test_a_program_that_will_not_stop_is_killed_at_the_second_signal(supervisor):
    process, pids = supervisor("stubborn")
    process.stdout.readline()
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    assert time.monotonic() - began < 8
    assert running(pids()) == []


def test_when_one_program_ends_the_other_is_stopped_and_the_reason_shown(supervisor):
    process, pids = supervisor("dies")
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "Program one stopped by itself (exit code 1)" in said
    assert "the reason why" in said
    assert running(pids()) == []


def test_a_command_under_way_is_stopped_with_all_it_started(tmp_path):
    script = (
        "import sys\n"
        "from lms.dev_commands import guarded\n"
        "command = ['sh', '-c', 'sleep 600 & echo $! $$ > ' + sys.argv[1] + '; wait']\n"
        "sys.exit(guarded(lambda runner: runner.run(command, {}, '/')[0])())\n"
    )
    noted = tmp_path / "pids"
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(noted)], cwd=TOP, stderr=subprocess.DEVNULL
    )
    while not (noted.exists() and noted.read_text().endswith("\n")):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 130
    assert running([int(number) for number in noted.read_text().split()]) == []


def test_a_signal_while_a_command_starts_leaves_nothing_behind(monkeypatch, tmp_path):
    started = []
    popen = subprocess.Popen

    def interrupted_popen(*arguments, **how):
        started.append(popen(*arguments, **how))
        signal.raise_signal(signal.SIGINT)
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", interrupted_popen)
    with pytest.raises(KeyboardInterrupt):
        Runner().run(["sleep", "600"], os.environ, tmp_path)
    assert running([started[0].pid]) == []


def test_a_forgotten_grandchild_neither_blocks_nor_outlives_a_command(tmp_path):
    command = ["sh", "-c", "sleep 600 & echo $!"]
    began = time.monotonic()
    code, said = Runner().run(command, os.environ, tmp_path)
    assert code == 0
    assert time.monotonic() - began < 8
    assert running([int(said)]) == []


def test_a_group_whose_members_have_all_ended_does_not_live():
    process = subprocess.Popen(["true"], start_new_session=True)
    until = time.monotonic() + 10
    # It is not fetched before the end, so its entry stays in the table all the while.
    while group_lives(process.pid):
        assert time.monotonic() < until
        time.sleep(0.01)
    process.wait()


# --- faults --------------------------------------------------------------------------------------


def test_what_the_harness_of_faults_lacks_is_named_with_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr(dev_services, "POSTGRES_PLACES", tmp_path)
    monkeypatch.setattr(dev_services, "CHILDREN", tmp_path)
    missing = dev_services.missing_for_faults({"PATH": str(tmp_path)})
    assert "apt install postgresql)" in missing and "apt install redis-server" in missing


def test_the_newest_postgresql_is_started(tmp_path, monkeypatch):
    for version in ("9.6", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    monkeypatch.setattr(dev_services, "POSTGRES_PLACES", tmp_path)
    assert dev_services.postgres_programs({}) == tmp_path / "17" / "bin"


def test_the_short_form_of_faults_is_skipped_with_the_reason(tmp_path):
    assert dev_test.faults(tmp_path, "").why_not == "there is no folder tests/faults"
    (tmp_path / "tests/faults").mkdir(parents=True)
    assert dev_test.faults(tmp_path, "no Pango").why_not == "no Pango"
    assert "--unhurried" in dev_test.faults(tmp_path, "").command


def test_where_no_process_can_be_looked_for_no_faults_are_tried(tmp_path, monkeypatch):
    monkeypatch.setattr(dev_services, "CHILDREN", tmp_path / "children")
    assert str(tmp_path) in dev_services.missing_for_faults(os.environ)
