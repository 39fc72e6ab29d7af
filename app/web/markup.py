"""Text a person wrote, as HTML that cannot harm: Markdown without HTML, then a sanitizer; addresses by scheme."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

import nh3
from markupsafe import Markup

from app.on_demand import OnDemand

markdown_it: Any = OnDemand("markdown_it")

_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "code", "h3", "h4"}
SCHEMES = {"http", "https", "mailto"}


def render_markdown(text: str | None) -> Markup:
    """The one way from Markdown to HTML, for pages and previews alike."""
    html = _markdown().render(text or "")
    clean = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener nofollow")
    return Markup(clean)  # noqa: S704 (nh3 has just cleaned it)


@cache
def _markdown() -> Any:
    return markdown_it.MarkdownIt("commonmark", {"html": False}).disable("image")


def safe_url(address: str | None) -> str:
    """The address when its scheme is harmless, else an empty one."""
    try:
        return address if address and urlsplit(address).scheme.lower() in SCHEMES else ""
    except ValueError:
        return ""
