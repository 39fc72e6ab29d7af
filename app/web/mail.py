"""The one place that mail leaves by: to an SMTP server, or into files where none is set."""

import secrets
import smtplib
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path
from threading import Thread

from flask import current_app

from app.clock import now
from app.text import clean_text
from app.web.logs import log
from config import Settings

TIMEOUT = 20


def send_mail(to: str, subject: str, text: str) -> None:
    """Send one plain mail to one address; raises ValueError for an address that is none, OSError when it cannot."""
    settings: Settings = current_app.config["SETTINGS"]
    deliver(settings, compose(settings, to, subject, text))


def send_mail_in_background(to: str, subject: str, text: str) -> None:
    """Send without keeping the answer waiting, so that its time does not tell whether there is such an account."""
    settings: Settings = current_app.config["SETTINGS"]
    message = compose(settings, to, subject, text)
    Thread(target=_logging_failure, args=(lambda: deliver(settings, message),), daemon=False).start()


def compose(settings: Settings, to: str, subject: str, text: str) -> EmailMessage:
    """The message; line ends and controls are gone from its headers before the library would refuse them."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(addr_spec=settings.mail_sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = clean_text(subject)[:200]
    message["Date"] = format_datetime(now())
    message["Message-ID"] = make_msgid(domain=settings.host)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(clean_text(text, multiline=True) + "\n")
    return message


def deliver(settings: Settings, message: EmailMessage) -> None:
    if not settings.mail_server:
        _write(Path(settings.instance_folder) / "mail", message)
        return
    with smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=TIMEOUT) as server:
        if settings.mail_tls:
            server.starttls()
        if settings.mail_username and settings.mail_password:
            server.login(settings.mail_username, settings.mail_password.get_secret_value())
        server.send_message(message)


def _write(folder: Path, message: EmailMessage) -> None:
    """Written aside and renamed, so that nobody reads half a mail."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{now():%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}.eml"
    unfinished = file.with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(message.as_bytes())
    unfinished.replace(file)


def _logging_failure(sending: Callable[[], None]) -> None:
    try:
        sending()
    except (OSError, smtplib.SMTPException) as error:
        log.error("mail not sent", kind=type(error).__name__)
