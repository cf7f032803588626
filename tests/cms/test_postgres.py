"""The embedded PostgreSQL starts anywhere, believes no stale file and never outlives its command."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from cms import postgres, postgres_server, unprivileged

COMMAND = """
import sys, time
from pathlib import Path
from cms import postgres, postgres_server, unprivileged
with postgres.running(Path(sys.argv[1]), durable=False) as url:
    print(url, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the unprivileged server can reach, unlike pytest's own when root runs the tests."""
    place = Path(tempfile.mkdtemp(prefix="labx test "))
    place.chmod(0o755)
    yield place / "postgres"
    shutil.rmtree(place)


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[call-overload]
    return row and row[0]


Start = Callable[..., tuple["subprocess.Popen[str]", str]]


@pytest.fixture
def start_command() -> Iterator[Start]:
    """Start a command that runs the server of a folder; give the command and the server's address."""
    commands = []

    def start(folder: Path, *, python: str = sys.executable, **arguments: Any) -> tuple["subprocess.Popen[str]", str]:
        command = subprocess.Popen(
            [python, "-c", COMMAND, str(folder)], cwd=postgres.BASE_DIR, stdout=subprocess.PIPE, text=True, **arguments
        )
        commands.append(command)
        return command, command.stdout.readline().strip()

    yield start
    for command in commands:
        command.kill()
        command.wait()
        command.stdout.close()


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def python_for(user: pwd.struct_passwd) -> str:
    """A Python 3.11 that this user may start: ours may lie in root's home."""
    for python in (sys.executable, "/usr/bin/python3.11", "/usr/local/bin/python3.11"):
        command = ["/bin/sh", "-c", '"$1" -c pass', "sh", python]
        if not subprocess.run(command, user=user.pw_uid, group=user.pw_gid, cwd="/", capture_output=True).returncode:
            return python
    pytest.skip("no Python 3.11 here that an ordinary user may start")


def processes_of(folder: Path) -> list[int]:
    """Server processes and supervisors of a cluster, by their command lines."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = line.read_bytes().split(b"\0")
        except OSError:
            continue
        if os.fsencode(folder) in words and (b"cms.postgres_server" in words or b"-D" in words):
            found.append(int(line.parent.name))
    return found


def test_it_runs_in_a_path_with_a_space_and_keeps_what_was_written(folder: Path) -> None:
    with postgres.running(folder, durable=False) as url:
        assert ask(url, "SELECT lower('AÇÃO ÉS')") == "ação és"
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    with postgres.running(folder, durable=False) as url:
        assert ask(url, "SELECT number FROM kept") == 7


def test_it_listens_on_no_network_and_its_socket_is_private(folder: Path) -> None:
    with postgres.running(folder, durable=False) as url:
        sockets = Path(str(ask(url, "SHOW unix_socket_directories")))
        assert ask(url, "SHOW listen_addresses") == ""
        assert sockets.stat().st_mode & 0o777 == 0o700
        assert len(str(sockets / ".s.PGSQL.5432")) <= 107
    assert not sockets.exists()


def test_it_runs_in_a_path_longer_than_a_socket_may_have(folder: Path) -> None:
    deep = folder.parent / ("a-rather-long-name/" * 12) / "postgres"
    with postgres.running(deep, durable=False) as url:
        assert ask(url, "SELECT 1") == 1


def test_a_temporary_folder_with_a_long_name_is_not_used_for_the_socket(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_name = folder.parent / ("t" * 100)
    long_name.mkdir()
    monkeypatch.setenv("TMPDIR", str(long_name))
    with postgres.running(folder, durable=False) as url:
        assert ask(url, "SELECT 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a home that others cannot enter")
def test_root_runs_it_from_a_folder_that_nobody_else_may_enter() -> None:
    home = Path(tempfile.mkdtemp(prefix="labx-closed-"))
    home.chmod(0o700)
    folder = home / "deep/postgres"
    try:
        with postgres.running(folder, durable=False) as url:
            data = Path(str(ask(url, "SHOW data_directory")))
            assert data.owner() == "nobody"
        assert home.stat().st_mode & 0o777 == 0o700
        assert not data.is_relative_to(home)
        shutil.rmtree(data.parent)  # under /var/lib/labx-cms
    finally:
        shutil.rmtree(home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server as somebody else")
def test_the_servers_programs_still_run_when_they_are_copied_out_of_roots_home(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unprivileged, "ELSEWHERE", folder.parent / "elsewhere")
    copy = unprivileged._copied(postgres_server.installation())
    program = [str(copy / "bin/postgres"), "--version"]
    answer = subprocess.run(program, user="nobody", group="nogroup", cwd="/", capture_output=True, text=True)
    assert answer.stdout.startswith("postgres (PostgreSQL) 18")


def test_a_pid_file_that_names_somebody_elses_process_is_not_believed(folder: Path) -> None:
    with postgres.running(folder, durable=False) as url:
        stale = Path(str(ask(url, "SHOW data_directory"))) / "postmaster.pid"
        lines = stale.read_text().splitlines()
    lines[0] = str(os.getpid())  # alive, and no server
    stale.write_text("\n".join(lines) + "\n")
    with postgres.running(folder, durable=False) as url:
        assert ask(url, "SELECT 1") == 1


def test_it_ends_when_its_command_is_killed_and_starts_again_at_once(folder: Path, start_command: Start) -> None:
    command, url = start_command(folder)
    assert ask(url, "SELECT 1") == 1
    command.kill()
    command.wait()
    with postgres.running(folder, durable=False) as url:
        assert ask(url, "SELECT 1") == 1
    wait_until(lambda: not processes_of(folder))


def test_it_ends_when_its_supervisor_is_killed_and_starts_again(folder: Path, start_command: Start) -> None:
    command, _ = start_command(folder)
    for pid in processes_of(folder):
        if b"cms.postgres_server" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
    command.kill()
    command.wait()
    with postgres.running(folder, durable=False) as url:
        assert ask(url, "SELECT 1") == 1
    wait_until(lambda: not processes_of(folder))


def test_everything_killed_at_once_is_recovered_from(folder: Path, start_command: Start) -> None:
    command, _ = start_command(folder)
    for pid in [command.pid, *processes_of(folder)]:
        os.kill(pid, signal.SIGKILL)
    command.wait()
    with postgres.running(folder, durable=False) as url:
        assert ask(url, "SELECT 1") == 1


def test_a_second_command_is_told_that_the_folder_is_in_use(folder: Path) -> None:
    with (
        postgres.running(folder, durable=False) as url,
        pytest.raises(postgres.PostgresInUseError, match="already in use"),
        postgres.running(folder, durable=False),
    ):
        pass
    assert postgres.recorded_url(folder) != url


def test_a_cluster_that_was_killed_while_it_was_made_is_made_again(folder: Path) -> None:
    unfinished = folder.with_name(folder.name + ".unfinished")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    with postgres.running(folder, durable=False) as url:
        assert ask(url, "SELECT 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_root_and_an_ordinary_user_take_turns_on_one_folder(folder: Path, start_command: Start) -> None:
    user = pwd.getpwnam("nobody")
    # "daemon" is an ordinary user like any other; nobody is the one whom root's server runs as.
    ordinary = pwd.getpwnam("daemon")
    python = python_for(ordinary)
    with postgres.running(folder, durable=False) as url:
        assert Path(str(ask(url, "SHOW data_directory"))).owner() == user.pw_name
    for path in (folder.parent, *folder.parent.rglob("*")):
        os.chown(path, ordinary.pw_uid, ordinary.pw_gid)

    command, url = start_command(
        folder,
        python=python,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"},
        user=ordinary.pw_uid,
        group=ordinary.pw_gid,
        extra_groups=[],
    )
    assert ask(url, "SELECT 1") == 1
    command.terminate()
    command.wait()

    with postgres.running(folder, durable=False) as url:
        assert Path(str(ask(url, "SHOW data_directory"))).owner() == user.pw_name
