"""Bytes to grids: cells and their places, whatever the file."""

from extract.grid import Box, Cell, Document, Grid, Line, Unreadable
from extract.message import Message, message
from extract.reader import read

__all__ = ["Box", "Cell", "Document", "Grid", "Line", "Message", "Unreadable", "message", "read"]
