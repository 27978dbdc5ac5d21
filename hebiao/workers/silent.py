"""Loaded by the server that workers are forked from: what it says of a system without processes is told in other words."""

import os

os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
