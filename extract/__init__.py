"""Bytes to grids: cells and their places, whatever the file."""

from extract.errors import Unreadable
from extract.grid import Box, Cell, Document, Grid, Line, Seam
from extract.messages import Message, message
from extract.reader import read
from extract.wrapped_text import join_wrapped

__all__ = [
    "Box",
    "Cell",
    "Document",
    "Grid",
    "Line",
    "Message",
    "Seam",
    "Unreadable",
    "join_wrapped",
    "message",
    "read",
]
