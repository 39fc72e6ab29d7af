"""A page as tagged, accessible PDF (PDF/UA-1), made in a process of its own: a worker stays small."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from flask_babel import gettext as _

SCRIPT = Path(__file__).with_name("pdf_pages.py")
LONGEST_SECONDS = 60
NO_LIBRARY = 3
"""What the script exits with where Pango is not installed."""


class CannotMakePdf(Exception):
    """This machine cannot make the file now; the sentence says why and what to do."""


def made_pdf(html: str, *, as_of: datetime) -> bytes:
    """The same bytes for the same page and moment, which is what the fonts in it say they were changed at.

    Raises CannotMakePdf where the libraries are missing, the page is too long, or setting it fails.
    """
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(int(as_of.timestamp()))}
    command = [sys.executable, "-P", str(SCRIPT)]
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and script)
            command, input=html.encode(), capture_output=True, timeout=LONGEST_SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        raise CannotMakePdf(
            _("The report is too long for a PDF; choose a shorter period, or print the page.")
        ) from None
    if done.returncode == NO_LIBRARY:
        raise CannotMakePdf(_("This server cannot make PDF files, for Pango is not installed. Print the page instead."))
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise CannotMakePdf(_("The PDF could not be made. Print the page instead, or take the workbook."))
    return done.stdout
