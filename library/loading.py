"""Loading content from files: everything is read and checked before anything is stored, and all of it or none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models import User
from core.errors import Refusal
from library.models import Edition
from library.services import publish_edition
from schema import DocumentKind, Library, SchemaError, digest, parse
from schema.faults import WHOLE_FILE, Fault
from schema.languages import Lack, lacks_of, languages_of
from schema.parsing import kinds_of_folder
from schema.plain import plain_faults
from schema.reading import read_file

STARTER_CONTENT = Path(__file__).parent / "content"
SUFFIXES = {".yaml", ".yml"}
# What others speak of is stored before those who speak of it.
ORDER = {kind: place for place, kind in enumerate(DocumentKind)}

Identity = tuple[str, str]
NOBODY: Identity = ("", "")


@dataclass(frozen=True, slots=True)
class FileFault:
    """A fault, and the file it was found in."""

    file: str
    fault: Fault

    def __str__(self) -> str:
        return f"{self.file}: {self.fault}"


class LoadError(Exception):
    """Nothing was stored; `faults` says why."""

    def __init__(self, faults: Iterable[FileFault]) -> None:
        self.faults: tuple[FileFault, ...] = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(map(str, self.faults)))


class Outcome(StrEnum):
    """What became of a file."""

    LOADED = "loaded"
    UNCHANGED = "unchanged"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """A file, what it holds, and what became of it."""

    file: str
    kind: str
    slug: str
    version: int
    outcome: Outcome
    lacks: tuple[Lack, ...] = ()
    first_language: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    data: dict[str, Any]
    text: str

    @property
    def name(self) -> str:
        return str(self.path)

    @property
    def identity(self) -> Identity:
        kind, slug = self.data.get("kind"), self.data.get("slug")
        return (kind, slug) if isinstance(kind, str) and isinstance(slug, str) else NOBODY

    def outcome(self, outcome: Outcome) -> LoadedFile:
        first = languages_of(self.data).first
        return LoadedFile(self.name, *self.identity, self.data["version"], outcome, lacks_of(self.data), first)


@dataclass(frozen=True, slots=True)
class _Stored:
    version: int
    digest: str
    is_draft: bool


def load(paths: Iterable[Path], *, by: User | None = None, keep_curated: bool = False) -> tuple[LoadedFile, ...]:
    """Publish the documents in these files and folders; a file whose content is already published changes nothing.

    A file is refused when its content differs from the editions that are stored and its version is not above theirs;
    with `keep_curated` it is passed over instead, so that what a curator has published stands. Raises LoadError.
    """
    files, faults = _read(paths)
    with transaction.atomic():
        stored = _stored_editions(files)
        outcomes: dict[str, LoadedFile] = {}
        fresh: list[_File] = []
        faults += _twins(files)
        for file in files:
            outcome, fault = _compare(file, stored.get(file.identity, []))
            if outcome is None:
                fresh.append(file)
            elif fault and not keep_curated:
                faults.append(FileFault(file.name, fault))
                fresh.append(file)  # its other faults are worth knowing too
            else:
                outcomes[file.name] = file.outcome(outcome)
        faults += _check(fresh)
        if faults:
            raise LoadError(sorted(faults, key=lambda found: found.file))
        for file in sorted(fresh, key=lambda one: ORDER[DocumentKind(one.identity[0])]):
            try:
                publish_edition(data=file.data, by=by, source=file.text)
            except Refusal as refusal:  # somebody has published it since it was compared
                raise LoadError([FileFault(file.name, Fault("version", refusal.message))]) from refusal
            outcomes[file.name] = file.outcome(Outcome.LOADED)
    return tuple(outcomes[file.name] for file in files)


def _read(paths: Iterable[Path]) -> tuple[list[_File], list[FileFault]]:
    files: list[_File] = []
    faults: list[FileFault] = []
    for path in paths:
        found = sorted(_files_in(path)) if path.is_dir() else [path]
        if not found:
            faults.append(FileFault(str(path), Fault(WHOLE_FILE, "the folder holds no YAML files")))
        for file in found:
            if any(file.absolute() == one.path.absolute() for one in files):
                continue
            try:
                data = read_file(file)
                files.append(_File(file, data, file.read_text(encoding="utf-8")))
            except SchemaError as error:
                faults += [FileFault(str(file), fault) for fault in error.faults]
    return files, faults


def _files_in(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())


def _stored_editions(files: list[_File]) -> dict[Identity, list[_Stored]]:
    """Return what is stored of the publications that the files name, without reading any document."""
    rows = Edition.objects.filter(publication__slug__in={file.identity[1] for file in files}).values_list(
        "publication__kind", "publication__slug", "version", "digest", "state"
    )
    stored: dict[Identity, list[_Stored]] = {}
    for kind, slug, version, fingerprint, state in rows:
        stored.setdefault((kind, slug), []).append(_Stored(version, fingerprint, state == Edition.State.DRAFT))
    return stored


def _twins(files: list[_File]) -> Iterator[FileFault]:
    named: dict[Identity, list[_File]] = {}
    for file in files:
        named.setdefault(file.identity, []).append(file)
    for identity, twins in named.items():
        for file in twins if len(twins) > 1 and identity != NOBODY else ():
            other = next(one for one in twins if one is not file)
            yield FileFault(file.name, Fault("slug", f"also the slug of {other.name}"))


def _compare(file: _File, stored: list[_Stored]) -> tuple[Outcome | None, Fault | None]:
    """Say what is to become of a file: nothing, when its content is stored; None, when it is to be loaded."""
    version = file.data.get("version")
    if not stored or not isinstance(version, int) or plain_faults(file.data):
        return None, None
    newest = max(one.version for one in stored)
    if version > newest:
        return None, None
    if any(one.version == version and one.digest == digest(file.data) for one in stored if not one.is_draft):
        return Outcome.UNCHANGED, None
    same = f"version {version} is published with other content"
    what = same if version == newest else f"version {version} is older than version {newest}, which is published"
    return Outcome.KEPT, Fault("version", f"{what}; give the file version {newest + 1} or higher")


def _check(files: list[_File]) -> list[FileFault]:
    """Return every fault of these files, each read against the others and against what is published."""
    if not files:
        return []
    published = [edition.document for edition in Edition.objects.newest()]
    library = Library({file.name: file.data for file in files}, published)
    faults = []
    for file in files:
        try:
            parse(file.data, library=library, kinds=kinds_of_folder(file.path))
        except SchemaError as error:
            faults += [FileFault(file.name, fault) for fault in error.faults]
    return faults
