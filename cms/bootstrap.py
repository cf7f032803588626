"""What the Makefile calls: make the virtual environment when requirements changed, then become the wanted command.

``python3.11 cms/bootstrap.py run`` replaces itself by ``.venv/bin/python -m cms.run``. Standard library only, and
readable by older Pythons so that they can say what is missing.
"""

import ctypes
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile

CHECKOUT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REQUIREMENTS = os.path.join(CHECKOUT, "requirements", "dev.txt")


def main() -> None:
    if sys.version_info[:2] != (3, 11):
        sys.exit(
            "Python 3.11 is needed, this is {}.{}: install it (Debian: apt install python3.11 python3.11-venv) "
            "or name it: make PYTHON=/path/to/python3.11".format(*sys.version_info)
        )
    if not sys.platform.startswith("linux"):
        sys.exit("LabX CMS runs on Linux.")
    _end_with_make()
    home = writable_home()
    os.environ.setdefault("VAR_DIR", os.path.join(home, "var"))
    try:
        os.makedirs(os.environ["VAR_DIR"], exist_ok=True)
        python = environment(home)
    except KeyboardInterrupt:
        sys.exit(130)
    os.environ["PATH"] = os.path.dirname(python) + os.pathsep + os.environ.get("PATH", os.defpath)
    os.environ.pop("PYTHONHOME", None)
    os.environ.pop("PYTHONPATH", None)
    os.chdir(CHECKOUT)
    sys.stdout.flush()
    arguments = sys.argv[1:]
    if arguments and arguments[0] == "exec":  # a tool of the environment: bootstrap.py exec ruff check
        os.execvp(arguments[1], arguments[1:])
    os.execv(python, [python, "-m", "cms." + arguments[0], *arguments[1:]])


def _end_with_make() -> None:
    """Hear of it when make is killed; the arrangement outlives the exec below."""
    parent = os.getppid()
    ctypes.CDLL(None).prctl(1, int(signal.SIGTERM))  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        sys.exit(1)


def writable_home() -> str:
    """The folder that holds var/ and .venv/: the checkout, or one of the user's own where the checkout's is not theirs.

    So root and an ordinary user can take turns in one checkout.
    """
    var = os.path.join(CHECKOUT, "var")
    if os.path.isdir(var):
        theirs = os.stat(var).st_uid == os.geteuid() and os.access(var, os.W_OK)
    else:
        theirs = os.access(CHECKOUT, os.W_OK)
    return CHECKOUT if theirs else private_folder()


def private_folder() -> str:
    name = "labx-cms-" + hashlib.sha256(os.fsencode(CHECKOUT)).hexdigest()[:12]
    try:
        own = pwd.getpwuid(os.geteuid()).pw_dir
    except KeyError:
        own = ""
    state = os.path.join(own, ".local", "state", name)
    try:
        os.makedirs(state, exist_ok=True)
        return state
    except OSError:
        state = os.path.join(tempfile.gettempdir(), f"{name}-{os.geteuid()}")
        os.makedirs(state, mode=0o700, exist_ok=True)
        if os.lstat(state).st_uid != os.geteuid():
            sys.exit(f"{state} belongs to somebody else: set VAR_DIR to a folder of yours.")
        return state


def environment(home: str) -> str:
    """The environment's Python, made first when it is missing, broken, moved or older than the requirements."""
    shared = os.path.join(CHECKOUT, ".venv")
    if _is_current(shared):
        return os.path.join(shared, "bin", "python")
    writable = os.access(CHECKOUT, os.W_OK) and (not os.path.isdir(shared) or os.stat(shared).st_uid == os.geteuid())
    folder = shared if writable else os.path.join(home if home != CHECKOUT else private_folder(), "venv")
    # One builds, the others wait: `make run` and `make test` may both meet a fresh clone.
    with open(os.path.join(os.environ["VAR_DIR"], "venv.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_current(folder):
            _build(folder)
    return os.path.join(folder, "bin", "python")


def _wanted(folder: str) -> str:
    with open(REQUIREMENTS, "rb") as requirements:
        return hashlib.sha256(requirements.read() + os.fsencode(folder)).hexdigest()


def _is_current(folder: str) -> bool:
    try:
        with open(os.path.join(folder, "made-from")) as stamp:
            made_from = stamp.read()
        command = [os.path.join(folder, "bin", "python"), "-c", "import django"]
        return made_from == _wanted(folder) and not subprocess.call(command, stderr=subprocess.DEVNULL)
    except OSError:
        return False


def _build(folder: str) -> None:
    print(f"Making the virtual environment {folder} (a minute or two, once) …", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, text=True)
    if made.returncode:
        sys.exit(
            "Python's venv module does not work here (Debian: apt install python3.11-venv). It said: "
            + (made.stdout + made.stderr).strip()[-400:]
        )
    pip = [os.path.join(folder, "bin", "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if subprocess.call([*pip, "--require-hashes", "-r", REQUIREMENTS]):
        sys.exit("pip could not install requirements/dev.txt; its message is above.")
    with open(os.path.join(folder, "made-from"), "w") as stamp:
        stamp.write(_wanted(folder))


if __name__ == "__main__":
    main()
