"""What a worker needs, imported once by the server that workers are forked from. The parent never imports this."""

import os

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # each thread of numpy's would reserve memory under the worker's limit

import hebiao.reading.file  # noqa: F401  all three for their importing
