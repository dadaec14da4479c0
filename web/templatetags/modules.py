"""The import map: what a module's name stands for, so that nothing needs a bundler."""

import json
from contextlib import suppress
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# A package imports its own files by relative addresses, so it is not mapped file by file.
PACKAGES = {"lit-html": "lit-html/lit-html.js", "lit-html/": "lit-html/"}
# Files whose addresses modules ask for (`import.meta.resolve`): what runs the food classifier, its manifest.
FILES = {
    f"#{prefix}/{name}": f"{prefix}/{name}"
    for prefix, (_, names) in settings.PACKAGE_FILES.items()
    for name in names
} | {"#model/manifest.json": "wasm/manifest.json"}
# What could end the script element early, as JSON writes it inside a string.
ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@cache
def _module_names() -> tuple[str, ...]:
    root = Path(settings.BASE_DIR) / "static" / "js"
    return tuple(sorted(path.relative_to(root).as_posix() for path in root.rglob("*.js")))


def _file_addresses() -> dict[str, str]:
    """Return the addresses of FILES without what was not collected: a model that was never published."""
    found = {}
    for name, path in FILES.items():
        with suppress(ValueError):
            found[name] = static(path)
    return found


@register.simple_tag
def import_map() -> SafeString:
    """Return the JSON of the import map: `#app/…` for our modules at hashed addresses, packages, files."""
    ours = {f"#app/{name}": static(f"js/{name}") for name in _module_names()}
    packages = {name: settings.STATIC_URL + path for name, path in PACKAGES.items()}
    text = json.dumps({"imports": ours | packages | _file_addresses()}).translate(ESCAPES)
    return mark_safe(text)  # noqa: S308 - addresses of our own files, escaped above


@register.simple_tag
def module_preloads() -> SafeString:
    """Return a `modulepreload` link for each module, so that none waits for the one importing it."""
    addresses = [static(f"js/{name}") for name in _module_names()]
    addresses.append(settings.STATIC_URL + PACKAGES["lit-html"])
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', ((each,) for each in addresses))


@register.simple_tag
def data_attributes(values: dict[str, str]) -> SafeString:
    """Return `values` as `data-…` attributes."""
    return format_html_join(" ", 'data-{}="{}"', values.items())
