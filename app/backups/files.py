"""The file of a backup: the copy of the database and a list of what is in it, by which a restore proves itself."""

import hashlib
import json
import os
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

from app.backups.copies import CannotCopy, Rows

LIST = "manifest.json"
COPY = "database"


@dataclass(frozen=True)
class Manifest:
    """Of which kind of database, when, at which migration and revision; its rows, and the ETag of every feed.

    `etags` is empty where somebody saved while they were being read.
    """

    backend: str
    made_at: str
    migration: str
    revision: int
    sha256: str
    rows: Rows
    etags: dict[str, str]


def hash_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write_backup(file: Path, copy: Path, manifest: Manifest) -> None:
    """Whole or not at all: written aside, forced to the disk, renamed."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        with unfinished.open("wb") as opened:
            with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as packed:
                packed.write(copy, COPY)
                packed.writestr(LIST, json.dumps(asdict(manifest), indent=1, sort_keys=True))
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.chmod(0o600)
        unfinished.replace(file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def read_backup(file: Path, folder: Path) -> tuple[Path, Manifest]:
    """The copy, unpacked into the folder, and the list; raises CannotCopy for what is no whole backup."""
    try:
        with zipfile.ZipFile(file) as packed:
            manifest = Manifest(**json.loads(packed.read(LIST)))
            copy = Path(packed.extract(COPY, folder))
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError) as error:
        raise CannotCopy(f"{file.name} is no backup of this application: {error}") from None
    if hash_of(copy) != manifest.sha256:
        raise CannotCopy(f"{file.name} is damaged: its copy of the database is not the one that was written.")
    return copy, manifest
