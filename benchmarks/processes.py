"""Runs a command and watches all its processes: their processor time and their memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

SECONDS_BETWEEN_LOOKS = 0.05
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Used:
    """What a command took: wall and processor seconds, of its first process alone too, and peak resident MB by process."""

    wall: float = 0.0
    seconds: dict[int, float] = field(default_factory=dict)
    peak: dict[int, float] = field(default_factory=dict)
    first: int = 0

    @property
    def cpu(self) -> float:
        """Processor seconds of all processes."""
        return sum(self.seconds.values())

    @property
    def parent_cpu(self) -> float:
        """Processor seconds of the first process."""
        return self.seconds[self.first]

    @property
    def parent_mb(self) -> float:
        """Peak memory of the first process."""
        return self.peak[self.first]

    @property
    def worker_mb(self) -> float:
        """Peak memory of the largest of the others."""
        return max((mb for pid, mb in self.peak.items() if pid != self.first), default=0.0)


def watched(command: Sequence[str]) -> Used:
    """Run a command in a session of its own, so that its processes can be told from others; raises ``OSError`` where it fails."""
    used, started = Used(), time.monotonic()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        used.first = process.pid
        while process.poll() is None:
            _look(used)
            time.sleep(SECONDS_BETWEEN_LOOKS)
    used.wall = time.monotonic() - started
    if process.returncode:
        raise OSError(f"{' '.join(command)} ended with {process.returncode}")
    return used


def _look(used: Used) -> None:
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                _note(used, int(entry.name))
            except (OSError, IndexError):  # it has just ended
                continue


def _note(used: Used, pid: int) -> None:
    facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    if int(facts[3]) == used.first:
        used.seconds[pid] = (int(facts[11]) + int(facts[12])) / _TICKS
        status = Path(f"/proc/{pid}/status").read_text()
        used.peak[pid] = max(used.peak.get(pid, 0.0), int(status.partition("VmHWM:")[2].split()[0]) / 1000)
