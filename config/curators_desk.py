"""How the admin looks and what stands in its menu; see static/css/tokens.css for the colours of the pages."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import lazy

_static = lazy(static, str)

# Paper and ink of the pages from light to dark, and their one green.
_PAPER_TO_INK = (
    "#faf8f4", "#f2f0ea", "#e4e2db", "#cfcfc8", "#a9b4ad", "#6f7a73", "#55605a", "#3d4742", "#28302c",
    "#1b211e", "#131715",
)  # fmt: skip
_LEAF = (
    "#eef7f2", "#d5ecdf", "#aed9c2", "#6fd3a0", "#45b783", "#2c8d61", "#1d6b48", "#185a3d", "#144a32",
    "#103c29", "#082318",
)  # fmt: skip
_WEIGHTS = ("50", "100", "200", "300", "400", "500", "600", "700", "800", "900", "950")


def _page(title: str, icon: str, model: str, app: str = "nutrition") -> dict[str, Any]:
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{model}_changelist"),
        "permission": lambda request: request.user.has_perm(f"{app}.view_{model}"),
    }


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Platewise curation",
    "SITE_HEADER": "Platewise",
    "SITE_SUBHEADER": "Food database",
    "SITE_SYMBOL": "nutrition",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _static("mark.svg")}],
    "SHOW_BACK_BUTTON": True,
    "DASHBOARD_CALLBACK": "nutrition.admin.desk.show",
    "BORDER_RADIUS": "10px",
    "STYLES": [_static("css/admin.css")],
    "COLORS": {
        "base": dict(zip(_WEIGHTS, _PAPER_TO_INK, strict=True)),
        "primary": dict(zip(_WEIGHTS, _LEAF, strict=True)),
        # Quiet text is dark enough to be read on paper too.
        "font": {
            "subtle-light": "#55605a",
            "subtle-dark": "#a9b4ad",
            "default-light": "#55605a",
            "default-dark": "#cfcfc8",
            "important-light": "#1c2420",
            "important-dark": "#ecefea",
        },
    },
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": [
            {
                "items": [
                    {"title": "The desk", "icon": "inbox", "link": reverse_lazy("admin:index")},
                ],
            },
            {
                "title": "Food database",
                "separator": True,
                "items": [
                    _page("Foods", "nutrition", "food"),
                    _page("Categories", "account_tree", "category"),
                    _page("Aliases", "sell", "alias"),
                    _page("Portions", "scale", "portion"),
                    _page("Preparations", "skillet", "preparation"),
                    _page("Recipes of dishes", "menu_book", "dishrecipe"),
                    _page("Glycemic values", "glucose", "glycemicvalue"),
                    _page("Glycemic links", "link", "glycemiclink"),
                ],
            },
            {
                "title": "To decide",
                "separator": True,
                "items": [
                    _page("Proposed mends", "lightbulb", "proposal"),
                    _page("Misses", "help", "miss"),
                    _page("Corrections", "edit_note", "correction"),
                    _page("Findings", "troubleshoot", "finding"),
                    _page("Load conflicts", "call_split", "loadconflict"),
                    _page("Releases", "inventory_2", "releasebatch"),
                ],
            },
            {
                "title": "Packaged foods",
                "separator": True,
                "items": [
                    _page("Products", "barcode", "product"),
                    _page("Rejected products", "block", "rejectedproduct"),
                    _page("Imports of products", "download", "productimport"),
                ],
            },
            {
                "title": "Diaries",
                "separator": True,
                "items": [
                    _page("Meals", "restaurant", "meal", app="meals"),
                    _page("Recipes of users", "menu_book", "recipe", app="meals"),
                    _page("Writes", "receipt_long", "operation", app="meals"),
                ],
            },
            {
                "title": "Accounts",
                "separator": True,
                "items": [
                    _page("Users", "person", "user", app="accounts"),
                    _page("Groups", "group", "group", app="auth"),
                ],
            },
        ],
    },
}
