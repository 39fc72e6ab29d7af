"""HTML on standard input set as tagged PDF (PDF/UA-1) on standard output: a script of its own, apart from the site.

Run by `pdf.made_pdf` with `python -P`, so that it loads nothing of the application.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

STATIC = Path(__file__).resolve().parents[2] / "static"
STYLE = STATIC / "css" / "report.css"
NO_LIBRARY = 3
"""Exit code: Pango, which sets the text, is not installed."""


def main() -> None:
    try:
        weasyprint: Any = import_module("weasyprint")
    except OSError:
        sys.exit(NO_LIBRARY)
    fetcher = own_files_only(weasyprint)
    fonts = import_module("weasyprint.text.fonts").FontConfiguration()
    page = weasyprint.HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=fetcher)
    style = weasyprint.CSS(filename=str(STYLE), font_config=fonts, url_fetcher=fetcher)
    sys.stdout.buffer.write(page.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"))


def own_files_only(weasyprint: Any) -> Any:
    """Fetches nothing but files the project ships; the network is out of reach."""

    class OwnFiles(weasyprint.urls.URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            path = Path(unquote(parts.path)).resolve()
            if parts.scheme != "file" or parts.netloc or not path.is_relative_to(STATIC):
                raise ValueError("only the project's own files are read")
            return super().fetch(url, headers)

    return OwnFiles(allowed_protocols=["file"])


if __name__ == "__main__":
    main()
