"""Settings from the environment, typed, each with its meaning; a wrong one stops the start and says which."""

import os
import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """Every setting; its environment variable is the name in capitals with CONVERSATIONS_ in front."""

    model_config = SettingsConfigDict(env_prefix="CONVERSATIONS_", env_file=".env", extra="ignore")

    environment: Literal["production", "local", "test"] = Field(
        "production",
        description="production refuses to start without a secret key and a public https address",
    )
    secret_key: SecretStr = Field(
        SecretStr(""), description="at least 32 random characters; signs sessions and links in mail"
    )
    public_url: str = Field(
        "http://127.0.0.1:8000", description="the one address in every link of mail, feeds and pages"
    )
    trusted_hosts: list[str] = Field(
        [], description="host names answered; the host of the public address is always one (JSON list)"
    )
    database_url: str = Field(
        f"sqlite:///{ROOT / 'instance' / 'conversations.sqlite'}",
        description="sqlite:///… or postgresql+psycopg://…",
    )
    redis_url: str | None = Field(None, description="redis://… counts rate limits of several processes together")
    series: str | None = Field(None, description="slug of the series on the home page; the first one by default")
    theme: Literal["neutral", "institutional"] = Field(
        "neutral", description="look of the public pages; a deployer with permission adds marks in the second"
    )
    mail_server: str = Field("", description="SMTP host; without one, mail is written to the log folder as files")
    mail_port: int = Field(25, ge=1, le=65535, description="SMTP port")
    mail_username: str | None = Field(None, description="SMTP account")
    mail_password: SecretStr | None = Field(None, description="SMTP password")
    mail_tls: bool = Field(False, description="STARTTLS before sending")
    mail_sender: str = Field("conversations@example.org", description="From address of every mail")
    contact_email: str = Field(
        "conversations@example.org", description="public address for questions; ORGANIZER of feeds by default"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="least level logged")
    proxies: int = Field(0, ge=0, le=5, description="number of reverse proxies whose X-Forwarded headers count")
    second_factor: Literal["optional", "administrators", "everyone"] = Field(
        "optional", description="who must have codes from a device or a passkey beside the password"
    )
    kept_answers_mib: int = Field(
        128, ge=0, le=4096, description="memory in each process for kept answers, and as much for kept events, in MiB"
    )
    called_off_days: int | None = Field(
        None, ge=1, le=3650, description="days a cancelled or postponed episode stays in feeds; for ever by default"
    )
    workers: int = Field(2, ge=1, le=64, description="server processes")
    instance_folder: str = Field(str(ROOT / "instance"), description="where local data and mail files are kept")

    @model_validator(mode="after")
    def _production_is_real(self) -> "Settings":
        if self.environment == "local" and not self.secret_key.get_secret_value():
            self.secret_key = SecretStr(kept_secret(Path(self.instance_folder) / "secret-key"))
        if len(self.secret_key.get_secret_value()) < 32:
            raise ValueError("CONVERSATIONS_SECRET_KEY must have at least 32 characters")
        if self.environment == "production" and not self.is_https:
            raise ValueError("CONVERSATIONS_PUBLIC_URL must be an https address in production")
        return self

    @property
    def host(self) -> str:
        """The host of the public address, without port: the right-hand side of UIDs."""
        return urlsplit(self.public_url).hostname or "localhost"

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def kept_secret(file: Path) -> str:
    """The key in the file, made on the first run; written aside and renamed, so that no run finds half of it."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(48))
        unfinished.replace(file)
    return file.read_text()


class SettingsError(SystemExit):
    """A setting is missing or wrong; the message names each."""


def load_settings() -> Settings:
    """Settings from the environment and .env; exits naming each wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"  {'.'.join(map(str, e['loc'])).upper() or 'SETTINGS'}: {e['msg']}" for e in error.errors()]
        raise SettingsError("Conversations cannot start; these settings are wrong:\n" + "\n".join(lines)) from None
