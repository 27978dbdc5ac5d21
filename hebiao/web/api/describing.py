"""What describes the API: its OpenAPI document, and the page that lists it."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse

from hebiao import __version__
from hebiao.web.api import routes
from hebiao.web.api.types import ANSWERS, encode
from hebiao.web.http.site import render

router = APIRouter()

Schema = dict[str, Any]
_REFERENCE = "#/components/schemas/"


@router.get("/openapi.json", include_in_schema=False)
def send_openapi() -> Response:
    """Send the OpenAPI document."""
    return encode(describe_api())


@router.get("/api", response_class=HTMLResponse, include_in_schema=False)
def show_api(request: Request) -> HTMLResponse:
    """List what the API answers."""
    description = describe_api()
    operations: list[tuple[str, Schema]] = []
    for path, by_method in description["paths"].items():
        operations += [(path, operation) for operation in by_method.values()]
    schemas = description["components"]["schemas"]
    return render(request, "api.html", operations=operations, schemas=schemas, list_fields=list_fields)


def describe_api() -> Schema:
    """Return the OpenAPI document."""
    document = get_openapi(
        title="hebiao",
        version=__version__,
        description="The database as JSON. Nothing is written. Numbers have the digits that are printed.",
        routes=routes.router.routes,
    )
    _, schemas = msgspec.json.schema_components(ANSWERS, ref_template=f"{_REFERENCE}{{name}}")
    document["components"]["schemas"] |= _decimals_as_numbers(schemas)
    return document


def list_fields(operation: Schema, schemas: Schema) -> list[tuple[str, str]]:
    """Name the fields of an operation's answer, of a list those of its rows, each with its type."""
    content = operation["responses"]["200"]["content"]["application/json"]["schema"]
    properties = _find_properties(content, schemas)
    row = properties.get("rows", {}).get("items", {})
    if "$ref" in row:
        properties = _find_properties(row, schemas)
    return [(name, _name_type(field)) for name, field in properties.items()]


def _find_properties(schema: Schema, schemas: Schema) -> Schema:
    """Return the properties of the schema that is referred to; none where nothing is."""
    referred = schemas.get(_name_reference(schema), {})
    properties: Schema = referred.get("properties", {})
    return properties


def _name_reference(schema: Schema) -> str:
    return str(schema.get("$ref", "")).removeprefix(_REFERENCE)


def _name_type(schema: Schema) -> str:
    if "$ref" in schema:
        return _name_reference(schema)
    if "anyOf" in schema:
        return " | ".join(_name_type(one) for one in schema["anyOf"])
    inner = schema.get("items")
    if isinstance(inner, dict) and inner:
        return f"[{_name_type(inner)}]"
    return str(schema.get("type", "any"))


def _decimals_as_numbers(schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Say that a decimal is a number: msgspec would write it as a text unless told otherwise."""
    if isinstance(schema, list):
        return [_decimals_as_numbers(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "decimal":
        return {"type": "number"}
    return {name: _decimals_as_numbers(inner) for name, inner in schema.items()}
