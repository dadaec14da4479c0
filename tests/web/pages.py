"""Reading a page as a browser does: its elements, and the files that it refers to."""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.contrib.staticfiles import finders
from django.http.response import HttpResponseBase

STATIC = "/static/"
CSS_URL = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


@dataclass
class Page(HTMLParser):
    """The elements of a page as (tag, attributes), and the text of its scripts."""

    source: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    scripts: list[tuple[dict[str, str], str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag == "script":
            self.scripts.append((attributes, ""))

    def handle_data(self, data: str) -> None:
        """Note what a script says."""
        if self.elements and self.elements[-1][0] == "script" and self.scripts[-1][1] == "":
            self.scripts[-1] = (self.scripts[-1][0], data)

    def of(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of one kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    def import_map(self) -> dict[str, str]:
        """What the names of modules stand for."""
        (text,) = [text for attributes, text in self.scripts if attributes.get("type") == "importmap"]
        imports: dict[str, str] = json.loads(text)["imports"]
        return imports

    def static_files(self) -> set[str]:
        """The static files that the page names, relative to STATIC_URL."""
        named = {
            attributes[name].partition("#")[0]
            for _, attributes in self.elements
            for name in ("src", "href", "data-icons")
            if attributes.get(name, "").startswith(STATIC)
        }
        return {address.removeprefix(STATIC) for address in named}


def page_of(response: HttpResponseBase) -> Page:
    """Read the page that was answered."""
    return Page(response.getvalue().decode())


def static_text(name: str) -> str:
    """Return the text of a static file; fails where it does not exist."""
    found = finders.find(name)
    assert found, f"there is no static file {name}"
    with open(found, encoding="utf-8") as file:  # noqa: PTH123 - `found` is a string
        return file.read()
