"""Child processes that never outlive the command that started them, even when that command is killed."""

import ctypes
import os
import signal
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def ends_with_parent(signal_number: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """A ``preexec_fn`` for subprocesses: the kernel sends them this signal when their parent dies.

    The C library is loaded here, before the fork, because little is safe to do between fork and exec.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def arrange() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(signal_number))
        if os.getppid() != parent:  # the parent died before the line above
            os._exit(1)

    return arrange
