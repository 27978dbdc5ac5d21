"""Whatever happens in a step that is done apart, who asked for it goes on."""

import ctypes
import os
import resource
import signal
import time
from pathlib import Path

import pytest

from hebiao.reading.child import run_in_child

OPEN = Path("/dev/fd")


def fail():
    raise ValueError("odd")


def recurse():
    return recurse() + 1


def eat():
    resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))
    return bytearray(2**30)


def crash():
    os.kill(os.getpid(), signal.SIGKILL)


def deaf():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    ctypes.CDLL(None).sleep(60)


def test_what_a_step_gives_comes_back_with_what_it_took():
    answer = run_in_child(lambda: list(range(100_000)), 20, 20)
    assert answer.value == list(range(100_000))
    assert answer.seconds > 0
    assert not answer.is_cut


@pytest.mark.parametrize("step", [fail, recurse, eat, crash, lambda: os._exit(0), lambda: (n for n in ())])
def test_a_step_that_fails_or_ends_its_process_gives_nothing(step):
    answer = run_in_child(step, 20, 20)
    assert answer.value is None
    assert not answer.is_cut


@pytest.mark.parametrize("step", [deaf, lambda: time.sleep(60)])
def test_a_step_that_hangs_is_ended(step):
    answer = run_in_child(step, 20, 0.2)
    assert answer.value is None
    assert answer.is_cut


def burn(seconds):
    ends_at = time.process_time() + seconds
    while time.process_time() < ends_at:
        pass
    return seconds


def test_a_step_is_ended_by_the_processors_time():
    answer = run_in_child(lambda: burn(5), 0.2, 60)
    assert answer.value is None
    assert answer.is_cut
    assert 0.1 < answer.seconds < 1


def test_waiting_takes_nothing_of_the_processors_time():
    assert run_in_child(lambda: time.sleep(0.5) or 1, 0.2, 60).value == 1


@pytest.mark.parametrize("step", [lambda: 1, fail])
def test_no_child_is_left_and_nothing_stays_open(step, monkeypatch):
    children, fork = [], os.fork
    monkeypatch.setattr(os, "fork", lambda: children.append(fork()) or children[-1])
    before = sorted(OPEN.iterdir())
    run_in_child(step, 20, 20)
    assert sorted(OPEN.iterdir()) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(children[0], os.WNOHANG)
