"""The rows of documents: agreements, adverts and plans."""

from typing import Any

from clusters.permissions import Permission
from documents.models import ClusterDocument
from documents.services import delete_clause, delete_document, remove_signed
from library.models import Edition, Kind
from tests.documents import samples
from tests.house.matrix.rows import Objects, Place, Row


def a_document(place: Place) -> dict[str, Any]:
    """Start a document in which all that must be answered is answered."""
    edition = Edition.objects.filter(publication__kind=Kind.DOCUMENT).first()
    made = samples.make_document(place.cluster, place.owner, edition, name={"da": "Bo"}, owner_name={"da": "Os"})
    return {"number": made.number}


def the(place: Place) -> ClusterDocument:
    """Start a document and return it."""
    return ClusterDocument.objects.of(place.cluster).with_workbook().get(**a_document(place))


def a_deleted_document(place: Place) -> dict[str, Any]:
    """Start a document and delete it."""
    document = the(place)
    delete_document(document=document, by=place.owner)
    return {"number": document.number}


def a_final_document(place: Place) -> dict[str, Any]:
    """Start a document and make it final."""
    return {"number": samples.finish(the(place), place.owner).number}


def a_signed_copy(place: Place) -> dict[str, Any]:
    """Keep a signed copy of a document."""
    document = samples.finish(the(place), place.owner)
    return {"number": document.number, "pk": samples.sign(document, place.owner).pk}


def a_removed_copy(place: Place) -> dict[str, Any]:
    """Keep a signed copy and remove it."""
    document = samples.finish(the(place), place.owner)
    copy = samples.sign(document, place.owner)
    copy.document = document
    remove_signed(copy=copy, by=place.owner)
    return {"number": document.number, "pk": copy.pk}


def an_own_clause(place: Place) -> dict[str, Any]:
    """Add a clause to a document."""
    document = the(place)
    return {"number": document.number, "key": samples.own_clause(document, place.owner).key}


def a_deleted_clause(place: Place) -> dict[str, Any]:
    """Add a clause to a document and delete it."""
    document = the(place)
    clause = samples.own_clause(document, place.owner)
    clause.document = document
    delete_clause(clause=clause, by=place.owner)
    return {"number": document.number, "key": clause.key}


def at(**more: str) -> Objects:
    """Give a document, and what else an address of it names."""
    return lambda place: {**a_document(place), **more}


DOCUMENTS = {
    "documents:index": Row(Permission.READ),
    "documents:start": Row(Permission.WRITE),
    "documents:detail": Row(Permission.READ, a_document),
    "documents:begin": Row(Permission.READ, a_document),
    "documents:plain": Row(Permission.READ, a_document),
    "documents:settings": Row(Permission.WRITE, a_document),
    "documents:copy": Row(Permission.WRITE, a_document),
    "documents:delete": Row(Permission.WRITE, a_document),
    "documents:restore": Row(Permission.WRITE, a_deleted_document),
    "documents:section": Row(Permission.READ, at(section="facts")),
    "documents:answer": Row(Permission.WRITE, at(key="name")),
    "documents:relink": Row(Permission.WRITE, at(key="owner_name")),
    "documents:add_clause": Row(Permission.WRITE, a_document),
    "documents:clause": Row(Permission.WRITE, at(key="board")),
    "documents:leave_out": Row(Permission.WRITE, at(key="board")),
    "documents:clause_delete": Row(Permission.WRITE, an_own_clause),
    "documents:clause_restore": Row(Permission.WRITE, a_deleted_clause),
    "documents:final": Row(Permission.WRITE, a_document),
    "documents:open_again": Row(Permission.WRITE, a_final_document),
    "documents:sign": Row(Permission.WRITE, a_final_document),
    "documents:signed": Row(Permission.READ, a_signed_copy),
    "documents:remove_signed": Row(Permission.WRITE, a_signed_copy),
    "documents:restore_signed": Row(Permission.WRITE, a_removed_copy),
    "documents:file": Row(Permission.READ, at(language="da", form="txt")),
}
