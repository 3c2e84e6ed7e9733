"""Bringing a cluster's file in: all of it or nothing, and nothing in it is believed.

Rows name each other by their places in the file, so none can name a row of another cluster. Each value is read by
its column, choices and lengths are kept, files are judged by what is in them, and what is frozen must be what its
digest says.
"""

import hashlib
import secrets
from collections.abc import Iterator
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.validators import validate_email
from django.db import Error, IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.emails import normal
from accounts.models import User
from accounts.services import create_person
from clusters.models import Change, Cluster, Supporter, slug_validator
from clusters.services.invitations import nobodys_digest
from clusters.services.supporters import KEPT_BYTES as SUPPORTER_BYTES
from clusters.services.supporters import MOST as MOST_SUPPORTERS
from core import workers
from core.archives.rows import AT_ONCE
from core.archives.zips import ArchiveError, Reading
from core.errors import Refusal
from core.uploads import LARGEST, put_away
from library.models import Edition, Publication
from moving import tables
from moving.judging import (
    LOGO_BYTES,
    Broken,
    broken_at,
    judge_addresses,
    judge_document,
    judge_file,
    kind_of_logo,
    line_of,
    plain_value,
)
from moving.references import USER, names_rows, translated
from moving.writing import (
    CLUSTER,
    EDITIONS,
    FORMAT,
    LARGEST_DOCUMENT,
    NUMBER,
    PEOPLE,
    Tell,
    content_of,
    file_of,
    member_of,
    silent,
)
from reports.models import Export, SentDocument
from reviews.models import ELSEWHERE
from schema import SchemaError, digest, parse
from strategy.models import Strategy
from surveys.services.sending import new_seed, token_digest

LARGEST_FILE = 4 * 1024**3
MOST_ROWS = 2_000_000
MOST_PEOPLE = 20_000
MOST_EDITIONS = 2_000
LONGEST_LINE = 16 * 1024**2
LANGUAGES = {"", "da", "en-gb"}
# What the portal has printed: PDF, and larger than what people upload.
DOCUMENTS = {Export, SentDocument}
# Each stands in every snapshot that is taken.
MOST_OF = {"clusters.Supporter": MOST_SUPPORTERS}
# Where the pictures lie that the portal has drawn itself.
LOGOS = "logos"
Values = dict[str, Any]


def opened(source: IO[bytes]) -> Reading:
    """Open a cluster's file and compare every sum in it; raises Refusal for what cannot be trusted."""
    try:
        archive = Reading(source, largest=LARGEST_FILE)
        head = archive.head
        if head.get("format") != FORMAT:
            raise Refusal(_("This is not a copy of a cluster. Choose the ZIP file that was downloaded from a portal."))
        if head.get("number") != NUMBER:
            raise Refusal(_("The file comes from a newer version of the portal. Upgrade this one first."))
        archive.check()
        if head.get("content") != content_of(archive.members):
            raise ArchiveError("the sum of all its members is not the one on the list")
    except ArchiveError as fault:
        raise _refusal(fault.message) from fault
    return archive


def _refusal(where: str) -> Refusal:
    words = _("The file is damaged or has been changed, so nothing was imported. Download it again. (%(where)s)")
    return Refusal(words % {"where": where[:200]})


def bring_in(source: IO[bytes], *, slug: str = "", tell: Tell = silent) -> Cluster:
    """Make a cluster of the file, under its own address or another; raises Refusal, and then nothing is there."""
    archive = opened(source)
    address = slug or str(archive.head.get("cluster", ""))
    try:
        slug_validator(address)
    except ValidationError as fault:
        raise Refusal(" ".join(fault.messages), "slug") from fault
    if len(address) > 40 or Cluster.objects.filter(slug=address).exists():
        raise Refusal(
            _("Another cluster has the address “%(slug)s”. Choose another one.") % {"slug": address[:40]}, "slug"
        )
    reader = _Reader(archive, address, tell)
    try:
        with transaction.atomic():
            return reader.read()
    except BaseException as fault:
        for name in reader.stored:
            default_storage.delete(name)
        if isinstance(fault, ArchiveError):
            raise _refusal(fault.message) from fault
        if isinstance(fault, Broken):
            raise _refusal(fault.words) from fault
        if isinstance(fault, IntegrityError):
            raise _refusal(f"{reader.where}: {type(fault).__name__}") from fault
        if isinstance(fault, Error) and reader.where:
            raise _refusal(f"{reader.where}: {' '.join(str(fault).split())[:100]}") from fault
        raise


class _Reader:
    def __init__(self, archive: Reading, slug: str, tell: Tell) -> None:
        self.archive, self.slug, self.tell = archive, slug, tell
        self.tables = tables.tables()
        # By table, the number that each place of the file has here.
        self.numbers: dict[str, list[int]] = {}
        self.editions: list[int] = []
        self.used: set[str] = set()
        self.stored: list[str] = []
        self.later: list[tuple[type[models.Model], str, int, int]] = []
        self.lowest: dict[str, int] = {}
        self.where = ""
        self.cluster = Cluster()

    def read(self) -> Cluster:
        """Bring in people, editions and the cluster, then table by table."""
        self.numbers[USER] = list(self._people())
        self.editions = list(self._editions())
        self._read_cluster()
        for done, model in enumerate(self.tables, start=1):
            self._read_table(model)
            self.tell(done, len(self.tables))
        self._point_back()
        self._take_along()
        unread = sorted(set(self.archive.members) - self.used)
        if unread:
            raise Broken(f"{unread[0]} belongs to nothing")
        return self.cluster

    # --- lines -----------------------------------------------------------------------------------------------------

    def _lines(self, name: str, most: int) -> Iterator[Values]:
        self.used.add(name)
        for count, line in enumerate(self.archive.lines(name, longest=LONGEST_LINE), start=1):
            self.where = f"{name}, line {count}"
            if count > most:
                raise Broken(f"{name} has more lines than can be read")
            if count % AT_ONCE == 0:
                workers.note_progress()
            yield line_of(line, self.where)

    def _people(self) -> Iterator[int]:
        for told in self._lines(PEOPLE, MOST_PEOPLE):
            email, name, language = (told.get(key) for key in ("email", "name", "language"))
            if not all(isinstance(one, str) for one in (email, name, language)):
                raise Broken(self.where)
            try:
                validate_email(email)
            except ValidationError as fault:
                raise Broken(self.where) from fault
            if normal(str(email)) != email or len(email) > 254 or len(str(name)) > 120 or language not in LANGUAGES:
                raise Broken(self.where)
            known = User.objects.with_email(email).first()
            # Whoever is known here keeps the name, the password and the rights that they have here.
            person = known or create_person(email=email, name=str(name), language=str(language))
            yield person.pk

    def _editions(self) -> Iterator[int]:
        for told in self._lines(EDITIONS, MOST_EDITIONS):
            document: Any = told.get("document")
            try:
                parse(document)  # which refuses what is no mapping
                named = tuple(document[key] for key in ("kind", "slug", "version"))
            except (SchemaError, KeyError, TypeError, ValueError, RecursionError) as fault:
                raise Broken(self.where) from fault
            stated = tuple(told.get(key) for key in ("kind", "slug", "version", "digest"))
            if stated != (*named, digest(document)):
                raise Broken(self.where)
            yield self._edition(document, is_own=told.get("own") is True).pk

    def _edition(self, document: Values, *, is_own: bool) -> Edition:
        kind, slug, version = document["kind"], document["slug"], document["version"]
        # across_clusters: the names of what clusters have of their own are made by chance and told to nobody else
        found = Edition.across_clusters.filter(publication__kind=kind, publication__slug=slug, version=version).first()
        if found is not None:
            if found.digest != digest(document):
                words = _(
                    "This portal has other content under the same name: “%(slug)s”, version %(version)s. "
                    "The national curator can see what differs."
                )
                raise Refusal(words % {"slug": slug, "version": version})
            return found
        named = {"kind": kind, "slug": slug}
        # across_clusters: as above
        publication, _made = Publication.across_clusters.get_or_create(**named, defaults={"is_own": is_own})
        # Retired: the cluster that brings it goes on with it, and nobody else is offered it.
        return Edition.objects.create(
            publication=publication,
            version=version,
            title=document["title"],
            summary=document["summary"],
            document=document,
            digest=digest(document),
            state=Edition.State.RETIRED,
        )

    # --- rows ------------------------------------------------------------------------------------------------------

    def _read_cluster(self) -> None:
        (told,) = [*self._lines(CLUSTER, 1)] or [{}]
        values = self._values(Cluster, told, 0)
        self.cluster = Cluster(**values, slug=self.slug)
        self._make([self.cluster])

    def _read_table(self, model: type[models.Model]) -> None:
        label = model._meta.label
        numbers = self.numbers[label] = []
        batch: list[models.Model] = []
        for place, told in enumerate(self._lines(member_of(label), MOST_OF.get(label, MOST_ROWS)), start=1):
            if label not in tables.UNORDERED and told.pop("id", None) != place:
                raise Broken(self.where)
            batch.append(self._row(model, told, place))
            if len(batch) == AT_ONCE:
                numbers += self._make(batch)
                batch = []
        if batch:
            numbers += self._make(batch)

    def _make(self, batch: list[models.Model]) -> list[Any]:
        made = type(batch[0])._base_manager.bulk_create(batch)
        return [one.pk for one in made]

    def _row(self, model: type[models.Model], told: Values, place: int) -> models.Model:
        values = self._values(model, told, place)
        values |= _made_here(model)
        for field in model._meta.concrete_fields:
            if getattr(field, "related_model", None) is Cluster:
                values[field.attname] = self.cluster.pk
        if names_rows(model) and model is not Strategy:
            with broken_at(self.where):
                translated(model(), values, self._number, self.slug)
            judge_addresses(values, self.where)
        if model is Change and values["row"] < 0:
            values["row"] += self._lowest(str(values["thing"]))
        row = model(**values)
        with broken_at(self.where):
            if getattr(row, "is_whole", True) is False:
                raise Broken(f"{self.where}: what is frozen is not what its checksum says")
        return row

    def _values(self, model: type[models.Model], told: Values, place: int) -> Values:
        fields = {field.name: field for field in tables.columns(model)}
        if unknown := sorted(told.keys() - fields.keys()):
            raise Broken(f"{self.where}: {unknown[0][:40]}")
        values: Values = {}
        for name, field in fields.items():
            if name not in told:
                # An earlier version had no such column.
                if not (field.has_default() or field.null or field.blank):
                    raise Broken(f"{self.where}: {name}")
                values[field.attname] = field.get_default()
            elif isinstance(field, models.ForeignKey):
                values[field.attname] = self._pointed(model, field, told[name], place)
            elif isinstance(field, models.FileField):
                values[name] = self._file(model, field, told[name], place, told)
            else:
                values[name] = plain_value(field, told[name], self.where)
        return values

    def _pointed(
        self, model: type[models.Model], field: "models.ForeignKey[Any, Any]", place: Any, own: int
    ) -> int | None:
        if place is None:
            if not field.null:
                raise Broken(f"{self.where}: {field.name}")
            return None
        if isinstance(place, bool) or not isinstance(place, int) or place < 1:
            raise Broken(f"{self.where}: {field.name}")
        if tables.is_edition(field):
            known = self.editions
        else:
            label = field.related_model._meta.label
            if label == model._meta.label:
                # It may stand further below: pointed at when all are there.
                self.later.append((model, field.attname, own, place))
                return None
            known = self.numbers.get(label, [])
        if place > len(known):
            raise Broken(f"{self.where}: {field.name}")
        return known[place - 1]

    def _number(self, label: str, place: int) -> int:
        """Return the number that a row has here; one that is gone keeps a number below nought."""
        if place < 1:
            return place
        if label == "clusters.Cluster":
            return self.cluster.pk
        known = self.numbers.get(label, [])
        if place > len(known):
            raise Broken(self.where)
        return known[place - 1]

    def _lowest(self, thing: str) -> int:
        """Return the lowest number that a row which is gone has here already."""
        if thing not in self.lowest:
            # across_clusters: rows of all clusters share their numbers
            found = Change.across_clusters.filter(thing=thing, row__lt=0).aggregate(least=models.Min("row"))["least"]
            self.lowest[thing] = found or 0
        return self.lowest[thing]

    def _point_back(self) -> None:
        """Point the rows of a table at each other."""
        for model, name, own, place in self.later:
            known = self.numbers[model._meta.label]
            if place > len(known) or place == own:
                raise Broken(f"{model._meta.label}, line {own}: {name}")
            model._base_manager.filter(pk=known[own - 1]).update(**{name: known[place - 1]})

    def _take_along(self) -> None:
        """Have a strategy that follows another name the rows that go along by their numbers here."""
        for strategy in Strategy.objects.of(self.cluster).exclude(carried={}):
            values = {"carried": strategy.carried}
            self.where = member_of(Strategy._meta.label)
            with broken_at(self.where):
                translated(strategy, values, self._number, self.slug)
            Strategy.objects.of(self.cluster).filter(pk=strategy.pk).update(carried=values["carried"])

    # --- files -----------------------------------------------------------------------------------------------------

    def _file(self, model: type[models.Model], field: models.FileField, name: Any, place: int, told: Values) -> str:
        if name == "":
            return ""
        if name != file_of(model._meta.label, place, field.name) or name not in self.archive.members:
            raise Broken(f"{self.where}: {field.name}")
        if self.archive.members[name]["size"] > (LARGEST_DOCUMENT if model in DOCUMENTS else LARGEST):
            raise Broken(f"{name} is larger than a file may be")
        self.used.add(name)
        content = b"".join(self.archive.pieces(name))
        if field.upload_to == LOGOS:
            return self._logo(content, name, SUPPORTER_BYTES if model is Supporter else LOGO_BYTES)
        if model in DOCUMENTS:
            judge_document(content, told, name)
        else:
            judge_file(content, told, name)
        holder = model()
        kept = getattr(holder, field.name)
        put_away(kept, content, self.cluster.pk)
        self.stored.append(kept.name)
        return str(kept.name)

    def _logo(self, content: bytes, name: str, most: int) -> str:
        suffix = kind_of_logo(content, name, most)
        wanted = f"{LOGOS}/logo-{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"
        kept = default_storage.save(wanted, ContentFile(content))
        self.stored.append(kept)
        return kept


def _made_here(model: type[models.Model]) -> Values:
    """Return what works in one installation alone, made new: no link that was sent elsewhere opens anything here."""
    match model._meta.label:
        case "clusters.Invitation":
            return {"token_digest": nobodys_digest()}
        case "reports.Export":
            # A name by chance: among the finished documents of this machine it stands for none, so it replaces none.
            return {"digest": secrets.token_hex(32), "state": Export.State.DONE, "step": Export.Step.WRITING}
        case "reviews.PublicLink" | "reports.SentDocument":
            return {"token_digest": f"{ELSEWHERE}{secrets.token_hex(24)}"}
        case "surveys.SurveyInvitation":
            seed = new_seed()
            return {"seed": seed, "digest": token_digest(seed)}
    return {}
