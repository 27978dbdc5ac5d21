"""What stands in a file and is not read, counted, so that it is told and no character is lost in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from extract.messages import Message, message
from extract.office.settings import LIMITS

Reason = Literal[
    "hidden", "white", "struck", "mark", "deleted", "inserted", "merged", "twin", "picture", "chunk", "field"
]
"""Why something is left out.

- ``hidden``: the file hides it; ``white``: it has the colour of what lies beneath;
- ``struck``: a line goes through it; ``mark``: it is the raised mark of a note beside a number;
- ``deleted``, ``inserted``: a tracked change, which counts as accepted (what is inserted is read);
- ``merged``: its cell goes on a cell above, which alone is shown;
- ``twin``, ``field``: another writing of what is shown, a field's code: nobody needs to be told;
- ``picture``, ``chunk``: a picture, another file inside this one.
"""


@dataclass(slots=True)
class LeftOut:
    """Counts by reason, and all characters that the file holds and the reading leaves out."""

    counts: Counter[Reason] = field(default_factory=Counter)
    characters: int = 0

    def add(self, reason: Reason, text: str = "") -> None:
        """Count one place; ``text`` is what the file holds there and the reading does not."""
        self.counts[reason] += 1
        self.characters += sum(not char.isspace() for char in text)

    def add_shown(self, text: str) -> None:
        """Count text that is shown and stands nowhere in the file, such as the number of a list's paragraph."""
        self.characters -= sum(not char.isspace() for char in text)

    def tell(self, shown: str) -> Iterator[Message]:
        """Yield what a person should know of a file that holds ``shown``, with what is left out of it."""
        inserted, deleted = self.counts["inserted"], self.counts["deleted"]
        if inserted or deleted:
            yield message("changes-accepted", inserted=inserted, deleted=deleted)
        told: tuple[tuple[Reason, Message], ...] = (
            ("hidden", message("hidden-text", count=self.counts["hidden"])),
            ("white", message("white-text", count=self.counts["white"])),
            ("struck", message("struck-text", count=self.counts["struck"])),
            ("mark", message("note-marks", count=self.counts["mark"])),
            ("merged", message("merged-text", count=self.counts["merged"])),
            ("picture", self._tell_pictures(shown)),
            ("chunk", message("inner-files-unread", count=self.counts["chunk"])),
        )
        for reason, what in told:
            if self.counts[reason]:
                yield what

    def _tell_pictures(self, shown: str) -> Message:
        count = self.counts["picture"]
        if len("".join(shown.split())) - self.characters < LIMITS.scan_characters:
            return message("scan-file", count=count)
        return message("pictures-unread", count=count)
