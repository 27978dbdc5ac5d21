"""Files of a made-up kind whose pages are pictures, and what may befall the page that is recognised."""

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

from extract import message
from hebiao.workers.answers import PagesWanted, RecognisedPage
from hebiao.workers.job import Job, Options
from store import Record

OPTIONS = Options(timeout=20, ocr_timeout=5, ocr_memory=3 * 2**28)


def job(path: str, options: Options = OPTIONS) -> Job:
    return Job(path, f"sha-{path}", 10, options)


def read(one: Job) -> Record | PagesWanted:
    """Read a file: ``scan-3-...`` has three pages that are pictures."""
    kind, _, rest = one.path.partition("-")
    recognised = one.recognised
    if kind == "scan" and recognised is None:
        return PagesWanted(f"{__name__}:recognise", tuple(range(1, int(rest.partition("-")[0]) + 1)))
    record = Record(one.sha256, one.path, one.path, "text", 1, 1, "imported", "", "")
    if recognised is None:
        return record
    read_pages = {number: Path(file).read_text() for number, file in sorted(recognised.files.items())}
    told = [
        message("page-not-recognised", page=page, reason=why) for page, why in recognised.failures.items()
    ]
    return replace(record, name=str(read_pages), warnings=tuple(told), seconds=recognised.seconds)


def recognise(one: Job) -> RecognisedPage:
    """Recognise a page; what befalls the second page of a file stands at the end of its name."""
    fault = one.path.rpartition("-")[2] if one.page == 2 else ""
    if fault == "slow":
        time.sleep(1)
    elif fault == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    elif fault == "grows":
        bytearray(2**30)
    elif fault == "loops":
        while True:
            pass
    elif fault == "odd":
        raise ValueError("odd")
    return RecognisedPage(f"{one.page}".encode(), 0.5)
