"""Readers that do what a hostile or broken file may make a reader do, and what the import has to say of such a file."""

import ctypes
import os
import re
import signal
import sys
import tempfile
import threading
import time

from audit.messages.render import render
from hebiao.workers.job import Job, Options
from hebiao.workers.settings import WORKERS
from store import Record

TIMEOUT = r"读取超过时限（1 秒）"
MEMORY = r"读取所需内存超过上限（256 MiB）"
CRASH = r"读取进程崩溃（SIG"


def job(path: str, seconds: float = 20.0, memory: int = 2**28) -> Job:
    return Job(path, f"sha-{path}", 10, Options(timeout=seconds, memory=memory))


def misbehave(one: Job) -> Record:
    """Do what the job's path says, at the place where the worker calls the readers."""
    return FAULTS.get(one.path.partition("-")[0], good)(one)


def good(one: Job, name: str = "good") -> Record:
    return Record(one.sha256, one.path, name, "text", 1, 1, "imported", "", "")


def eventually(holds, seconds=60.0):
    until = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < until:
        time.sleep(0.05)
    return held


def among_good(bad):
    """Put each bad file between good ones."""
    return [one for number, entry in enumerate(bad) for one in (job(f"good-{number}"), entry)] + [
        job("good-last")
    ]


def check(jobs, records):
    assert [record.path for record in records] == [one.path for one in jobs]
    for record in records:
        kind = record.path.partition("-")[0]
        if kind in FAILING:
            assert record.status == "failed", record.path
            assert re.search(FAILING[kind][1], render(record.error)), (record.path, record.error)
        else:
            assert record.status == "imported", (record.path, record.error)


def loop(_):
    while True:
        pass


def loop_in_c(_):
    re.match(r"(a+)+$", "a" * 60 + "b")


def deaf(_):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGKILL})
    time.sleep(3600)


def stop(_):
    os.kill(os.getpid(), signal.SIGSTOP)


def eat(_):
    eaten = []
    while True:
        eaten.append(bytearray(2**24))


def eat_in_c(_):
    c = ctypes.CDLL(None)
    c.malloc.restype = ctypes.c_void_p
    while True:
        ctypes.memset(c.malloc(ctypes.c_size_t(2**24)), 1, 2**24)


def crash(_):
    ctypes.string_at(0)


def leave(_):
    os._exit(3)


def leave_well(_):
    os._exit(0)


def kill(_):
    os.kill(os.getpid(), signal.SIGKILL)


def nest(one):
    return nest(one)


def nest_in_c(_):
    sys.setrecursionlimit(10**8)

    def deeper(_):
        return list(map(deeper, [0]))

    return deeper(0)


def huge(one):
    return good(one, "x" * WORKERS.most_answer_bytes)


def foreign(_):
    return lambda: None


def fill_disk(_):
    with tempfile.TemporaryFile() as file:
        while True:
            file.write(bytes(2**24))


def close_files(_):
    os.closerange(0, 256)


def write_anywhere(_):
    for file in range(64):
        try:
            os.write(file, b"\xff" * 64)
        except OSError:
            continue
    time.sleep(3600)


def crash_with_child(_):
    if os.fork() == 0:
        time.sleep(3600)
    ctypes.string_at(0)


class OddError(BaseException):
    """No Exception, not to be pickled."""

    def __init__(self, _one, _two):
        self.kept = lambda: None


class SilentError(Exception):
    def __str__(self):
        raise ValueError


def raise_odd(_):
    raise OddError(1, 2)


def raise_silent(_):
    raise SilentError


def interrupt(_):
    raise KeyboardInterrupt


def exit_system(_):
    sys.exit(0)


def slow(one):
    time.sleep(0.1)
    return good(one)


def print_much(one):
    for _ in range(1000):
        os.write(1, bytes(2**16))
        os.write(2, bytes(2**16))
    return good(one)


def leave_child(one):
    if os.fork() == 0:
        time.sleep(3600)
    return good(one)


def return_twice(one):
    os.fork()
    return good(one)


def leave_things(one):
    """Leave a thread, a file, an alarm and an ignored signal to the next file."""
    threading.Thread(target=time.sleep, args=(3600,)).start()
    os.close(tempfile.mkstemp()[0])
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    return good(one)


def leave_memory(one):
    leave_memory.kept = bytearray(7 * 2**24)
    return good(one)


def need_memory(one):
    """Need what a fresh worker has."""
    return good(one, str(len(bytearray(2**26))))


FAILING = {
    "loop": (loop, TIMEOUT),
    "regex": (loop_in_c, TIMEOUT),
    "deaf": (deaf, TIMEOUT),
    "stop": (stop, TIMEOUT),
    "eat": (eat, MEMORY),
    "malloc": (eat_in_c, r"(崩溃|中止).*内存超过上限"),
    "segfault": (crash, CRASH + "SEGV"),
    "exit": (leave, r"意外退出（退出码 3）"),
    "quiet": (leave_well, r"意外退出（退出码 0）"),
    "kill": (kill, r"两次被系统强行结束"),
    "nest": (nest, r"嵌套过深"),
    "stack": (nest_in_c, CRASH + "|嵌套过深"),
    "huge": (huge, r"超过上限（64 MiB）"),
    "foreign": (foreign, r"无法传递（TypeError）"),
    "disk": (fill_disk, r"临时文件超过上限"),
    "close": (close_files, r"失去联系|退出码"),
    "junk": (write_anywhere, r"失去联系"),
    "child": (crash_with_child, CRASH + "SEGV"),
    "odd": (raise_odd, r"OddError"),
    "silent": (raise_silent, r"退出码 1"),
    "interrupt": (interrupt, r"KeyboardInterrupt"),
    "system": (exit_system, r"SystemExit"),
}
ENDURED = {
    "slow": slow,
    "print": print_much,
    "orphan": leave_child,
    "twice": return_twice,
    "things": leave_things,
    "keep": leave_memory,
    "need": need_memory,
}
FAULTS = {name: read for name, (read, _) in FAILING.items()} | ENDURED
