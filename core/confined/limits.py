"""What a confined process may cost, how it gives up the rest, and how its end is read. No Django."""

import contextlib
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Literal

Fault = Literal["time", "memory", "nesting", "size", "asset", "broken", "busy"]

_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGPROF)
# Libraries in C abort when they are refused memory, and the kernel kills when the machine has none left.
_OUT_OF_MEMORY = (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV, -signal.SIGKILL, -signal.SIGBUS)


def confine(*, seconds: float, memory: int, file_size: int = 0, processor: float = 0) -> None:
    """Give up for good what the work does not need; the process ends by itself even when nobody waits for it.

    `seconds` counts on the clock, `processor` (by default the same) what it works, `memory` bytes of addresses.
    """
    # A courtesy towards everybody's pages, which a supervisor may forbid; the limits below are none.
    with contextlib.suppress(PermissionError):
        os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    whole = max(1, int(processor or seconds) + 1)
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + 2)
    if processor:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, processor)


def fault_of(exitcode: int | None) -> tuple[Fault, str]:
    """Tell why a child ended without a word."""
    if exitcode in _OUT_OF_TIME:
        return "time", ""
    return ("memory" if exitcode in _OUT_OF_MEMORY else "broken"), f"exit {exitcode}"


def place_of(error: BaseException) -> str:
    """Return the kind of error and the innermost line of code: the message could hold words of a person."""
    trace = error.__traceback__ or sys.exc_info()[2]
    while trace and trace.tb_next:
        trace = trace.tb_next
    line = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} {line}"
