"""What every PDF reader refuses, in the same plain words."""

from __future__ import annotations

from extract.grid import Unreadable

LOCKED = "有密码保护"
BROKEN = "文件不完整或已损坏"


def check_page_count(count: int, most: int) -> None:
    """Refuse a PDF without pages or with more than ``most``."""
    if count <= 0:
        raise Unreadable("没有页")
    if count > most:
        raise Unreadable(f"有{count}页，超过上限{most}页")
