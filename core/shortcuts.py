"""Look-ups that cannot see further than the rows they are given."""

from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404

ModelT = TypeVar("ModelT", bound=Model)


def get_or_404(queryset: QuerySet[ModelT], **lookup: Any) -> ModelT:
    """Return the one row of the queryset, or raise 404; a key of the wrong shape is a row that is not there."""
    if not isinstance(queryset, QuerySet):
        raise TypeError("get_or_404 takes a queryset that starts from its owner, never a model")
    try:
        return queryset.get(**lookup)
    except (ObjectDoesNotExist, ValueError, ValidationError, OverflowError) as error:
        raise Http404 from error
