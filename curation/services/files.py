"""Files of content, out and in: what is published or written as YAML, and drafts made from files."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from core.text import Text
from core.zips import TooManyError, opened
from curation.models import Draft, Writing
from curation.services.drafts import manuscript_of, source_of
from library.models import Edition, Publication
from schema import SchemaError
from schema.parsing.documents import READERS
from schema.parsing.node import LONGEST_KEY, SLUG
from schema.plain import digest, plain_faults
from schema.reading import LARGEST_FILE, read_text
from schema.vocabulary import FOLDERS
from schema.writing import written

MOST_FILES = 200
# With folders, and with what programmes put beside each file.
MOST_MEMBERS = 2_000
LARGEST_ARCHIVE = 20_000_000
SUFFIXES = (".yaml", ".yml")
# A date that every archive can hold: the same content is the same archive.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def file_of(edition: Edition) -> str:
    """Return an edition as a file: the one that it was read from, where there was one."""
    return written(edition.document, source_of(edition))


def file_of_draft(draft: Writing) -> str:
    """Return a draft as a file; of the file that it was begun from, what nobody touched stays as it was."""
    return written(draft.document, draft.manuscript.source)


def archive() -> bytes:
    """Return the newest edition of everything in one ZIP, in the folders that `load_content` knows."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        for edition in (
            Edition.objects.newest().select_related("source").order_by("publication__kind", "publication__slug")
        ):
            source = getattr(edition, "source", None)
            text = written(edition.document, source.text if source else "")
            folder = folder_of(edition.publication.kind)
            entry = zipfile.ZipInfo(f"{folder}/{edition.publication.slug}.yaml", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, text.encode())
    return made.getvalue()


def folder_of(kind: str) -> str:
    """Return the folder in which files of a kind stand."""
    return next(name for name, kinds in FOLDERS.items() if kind in kinds)


def archive_name(today: date) -> str:
    """Return the name of the ZIP."""
    return f"content-{today:%Y-%m-%d}.zip"


class Outcome(StrEnum):
    """What became of a file that was brought in."""

    MADE = "made"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """A file, what became of it, why, and the draft that it is now."""

    name: str
    outcome: Outcome
    words: str
    draft: Draft | None = None
    title: Text | None = None


def bring_in(*, name: str, content: bytes, by: User) -> list[BroughtIn]:
    """Make a draft of each file of content; a file that cannot be one is named with what is wrong, the others count."""
    return [_bring_in(one, text, by) for one, text in _files(name, content)]


def _files(name: str, content: bytes) -> Iterable[tuple[str, bytes]]:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        if len(content) > LARGEST_FILE:
            raise Refusal(_("The file is larger than 5 MB, the largest that can be brought in."))
        return [(name, content)]
    try:
        with opened(io.BytesIO(content), MOST_MEMBERS) as bundle:
            entries = [
                one
                for one in bundle.infolist()
                if one.filename.lower().endswith(SUFFIXES) and not _is_hidden(one.filename)
            ]
            if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > LARGEST_ARCHIVE:
                raise _too_much()
            found = []
            for one in entries:
                with bundle.open(one) as file:
                    found.append((one.filename, file.read(LARGEST_FILE + 1)))
    except TooManyError as error:
        raise _too_much() from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as error:
        raise Refusal(_("The archive cannot be read. Pack it again, without a password.")) from error
    if not found:
        raise Refusal(_("There is no YAML file in the archive."))
    return found


def _too_much() -> Refusal:
    words = _("The archive holds more than %(number)s files, or more than 20 MB. Bring in a few at a time.")
    return Refusal(words % {"number": MOST_FILES})


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _bring_in(name: str, content: bytes, by: User) -> BroughtIn:
    try:
        data = read_text(content)
    except SchemaError as error:
        return BroughtIn(name, Outcome.REFUSED, "; ".join(str(one) for one in error.faults[:3]))
    kind, slug = data.get("kind"), data.get("slug")
    if (
        not isinstance(kind, str)
        or kind not in READERS
        or not isinstance(slug, str)
        or not SLUG.fullmatch(slug)
        or len(slug) > LONGEST_KEY
    ):
        return BroughtIn(name, Outcome.REFUSED, _("The file does not say what it is: it needs a kind and a slug."))
    if plain_faults(data):
        return BroughtIn(name, Outcome.REFUSED, str(plain_faults(data)[0]))
    # across_clusters: whether the name is a cluster's own; nothing else of it is told
    if Publication.across_clusters.filter(kind=str(kind), slug=slug, is_own=True).exists():
        words = _("“%(slug)s” is what a cluster calls its own copy. Give the file another slug.") % {"slug": slug}
        return BroughtIn(name, Outcome.REFUSED, words)
    newest = Edition.objects.published().of(str(kind), slug).first()
    title = Text.from_value(data.get("title"))
    if newest and digest({**data, "version": newest.version}) == newest.digest:
        return BroughtIn(
            name, Outcome.SAME, _("This is what is published already, so there is nothing to do."), title=title
        )
    version = newest.version + 1 if newest else 1
    text = content.decode("utf-8")
    try:
        refuse_twin(data, newest.publication if newest else None)
        with transaction.atomic():
            draft = Draft.objects.create(
                manuscript=manuscript_of({**data, "version": version}, by, written({**data, "version": version}, text)),
                publication=newest.publication if newest else None,
                based_on=newest,
                opened_by=by,
            )
    except IntegrityError:
        words = _("There is an open draft of the same. Publish it or put it away, then bring this file in again.")
        return BroughtIn(name, Outcome.REFUSED, words, title=title)
    except Refusal as refusal:
        return BroughtIn(name, Outcome.REFUSED, refusal.message, title=title)
    return BroughtIn(name, Outcome.MADE, "", draft, title)


def refuse_twin(data: dict[str, Any], publication: Publication | None) -> None:
    """Raise Refusal where another open draft has the same kind and slug."""
    twins = Draft.objects.open().filter(manuscript__kind=data["kind"], manuscript__slug=data["slug"])
    if publication is None and twins.exists():
        raise Refusal(
            _("There is an open draft of the same. Publish it or put it away, then bring this file in again.")
        )
