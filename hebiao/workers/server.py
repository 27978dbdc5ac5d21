"""Loaded by the server that workers are forked from, before what they need; the parent never imports this."""

import os

# what it says of a system without processes is told in other words
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
# each thread of numpy's would reserve memory under the worker's limit
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
