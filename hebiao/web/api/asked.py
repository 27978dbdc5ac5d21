"""What a request to the API may ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from store.filtering import FormFilter

_Values = Annotated[list[str], Query(max_length=50)]


def _narrowed(
    *,
    q: Annotated[str, Query(max_length=200, description="Words that a form must hold, parted by blanks.")] = "",
    year: _Values = [],  # noqa: B006 - FastAPI copies it
    verdict: _Values = [],  # noqa: B006 - as above
    kind: _Values = [],  # noqa: B006 - as above
    department: _Values = [],  # noqa: B006 - as above
    rule: _Values = [],  # noqa: B006 - as above
) -> FormFilter:
    return FormFilter(q, tuple(year), tuple(verdict), tuple(kind), tuple(department), tuple(rule))


Narrowed = Annotated[FormFilter, Depends(_narrowed)]
"""A route's argument: the forms that the address asks for, by the same filters as the pages."""

Offset = Annotated[int, Query(ge=0, description="Rows to leave out at the beginning.")]
Limit = Annotated[int, Query(ge=1, le=1000, description="Rows to give.")]
