"""A page from a template that depends on nothing, served as the desk is: `desk_peer.py LENGTH`."""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI, Response
from jinja2 import Environment

from cliffhanger.cli.serve import listening_at

LINE = "<p>A line of some words, as long as others are.</p>"
PAGE = "<!DOCTYPE html>\n<title>{{ title }}</title>\n{% for line in lines %}\n{{ line | safe }}\n{% endfor %}"


def main() -> None:
    app, template = FastAPI(), Environment(autoescape=True).from_string(PAGE)
    lines = [LINE] * (int(sys.argv[1]) // (len(LINE) + 2))

    @app.get("/series/{slug}")
    def page(slug: str) -> Response:
        return Response(template.render(title=slug, lines=lines), media_type="text/html")

    listening = listening_at("127.0.0.1", 0)
    print(f"http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run(sockets=[listening])


main()
