"""JSON-LD as an address of its own: no data stands inside a script element."""

import json
from typing import Any

from flask import Response


def jsonld_answer(graph: dict[str, Any]) -> Response:
    text = json.dumps(graph, ensure_ascii=False, indent=1, sort_keys=True)
    return Response(text, mimetype="application/ld+json", headers={"Access-Control-Allow-Origin": "*"})
