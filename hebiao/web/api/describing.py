"""What describes the API: its OpenAPI document, and the page that lists it."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse

from hebiao import __version__
from hebiao.web.api import routes
from hebiao.web.api.types import ANSWERS, answered
from hebiao.web.http.site import render

router = APIRouter()

Schema = dict[str, Any]
_REFERENCE = "#/components/schemas/"


@router.get("/openapi.json", include_in_schema=False)
def openapi() -> Response:
    """Give the OpenAPI document."""
    return answered(described())


@router.get("/api", response_class=HTMLResponse, include_in_schema=False)
def api(request: Request) -> HTMLResponse:
    """List what the API answers."""
    whole = described()
    found = [
        (path, operation) for path, by_method in whole["paths"].items() for operation in by_method.values()
    ]
    return render(
        request, "api.html", operations=found, schemas=whole["components"]["schemas"], fields_of=_fields
    )


def described() -> Schema:
    """Make the OpenAPI document."""
    made = get_openapi(
        title="hebiao",
        version=__version__,
        description="The database as JSON. Nothing is written. Numbers have the digits that are printed.",
        routes=routes.router.routes,
    )
    _, schemas = msgspec.json.schema_components(ANSWERS, ref_template=f"{_REFERENCE}{{name}}")
    made["components"]["schemas"] |= _as_numbers(schemas)
    return made


def _as_numbers(schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Say that a decimal is a number: msgspec would write it as a text unless told otherwise."""
    if isinstance(schema, dict):
        if schema.get("format") == "decimal":
            return {"type": "number"}
        return {name: _as_numbers(inner) for name, inner in schema.items()}
    return [_as_numbers(inner) for inner in schema] if isinstance(schema, list) else schema


def _fields(operation: Schema, schemas: Schema) -> list[tuple[str, str]]:
    """Name the fields of an operation's answer, of a list those of its rows, each with its type."""
    content = operation["responses"]["200"]["content"]["application/json"]["schema"]
    schema = schemas.get(content.get("$ref", "").removeprefix(_REFERENCE), {})
    row = (
        schema.get("properties", {}).get("rows", {}).get("items", {}).get("$ref", "").removeprefix(_REFERENCE)
    )
    properties = schemas[row]["properties"] if row else schema.get("properties", {})
    return [(name, _type(field)) for name, field in properties.items()]


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].removeprefix(_REFERENCE))
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    inner = schema.get("items")
    return f"[{_type(inner)}]" if isinstance(inner, dict) and inner else str(schema.get("type", "any"))
