"""Every setting is documented, and a wrong one stops the start and is named."""

from pathlib import Path

import pytest

from config import ROOT, Settings, SettingsError, load_settings

LONG = "a secret that is long enough to be one, 123"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CONVERSATIONS_{name.upper()}", raising=False)


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"`CONVERSATIONS_{name.upper()}`" not in readme]
    assert missing == []


def test_every_setting_has_a_meaning() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("key", ["", "short"])
def test_production_refuses_to_start_without_a_real_secret_key(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("CONVERSATIONS_PUBLIC_URL", "https://talks.example")
    monkeypatch.setenv("CONVERSATIONS_SECRET_KEY", key)
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        load_settings()


def test_production_refuses_a_public_address_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVERSATIONS_SECRET_KEY", LONG)
    with pytest.raises(SettingsError, match="PUBLIC_URL"):
        load_settings()
    monkeypatch.setenv("CONVERSATIONS_PUBLIC_URL", "https://talks.example")
    assert load_settings().host == "talks.example"


def test_a_local_run_makes_its_secret_key_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CONVERSATIONS_ENVIRONMENT", "local")
    monkeypatch.setenv("CONVERSATIONS_INSTANCE_FOLDER", str(tmp_path))
    first = load_settings().secret_key.get_secret_value()
    assert len(first) >= 32
    assert load_settings().secret_key.get_secret_value() == first


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVERSATIONS_ENVIRONMENT", "local")
    monkeypatch.setenv("CONVERSATIONS_MAIL_PORT", "many")
    with pytest.raises(SettingsError, match="MAIL_PORT"):
        load_settings()
