"""The second plank of the gate: a manager that knows no way to the rows of every cluster at once.

`Goal.objects.of(cluster)` gives the rows of one cluster, `Goal.objects.all()` and its like raise. A model says by
`cluster_path` how one gets from it to the cluster. Relations (`strategy.goals`) start from an owner and stay open.
A system check sees to it that no model that leads to a cluster does without.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Never, Self, TypeVar

from django.apps import apps
from django.core import checks
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from core.rows import Row

if TYPE_CHECKING:
    from clusters.models import Cluster

ModelT = TypeVar("ModelT", bound=models.Model)


class UnguardedQueryError(RuntimeError):
    """A query that would see the rows of every cluster."""


class ClusterQuerySet(models.QuerySet[ModelT]):
    """The base of querysets of rows that belong to a cluster."""

    def of(self, cluster: "Cluster | int") -> Self:
        """Return the rows of this cluster."""
        path: str = getattr(self.model, "cluster_path", "cluster")
        return self.filter(**{path: cluster})


class GuardedManager(models.Manager[ModelT], Generic[ModelT]):
    """A manager that reads only the rows of a cluster that is named, and writes as any other does."""

    def __init__(self, queryset: type[ClusterQuerySet[Any]] = ClusterQuerySet) -> None:
        super().__init__()
        self.queryset_class = queryset

    def get_queryset(self) -> Never:
        """Refuse: whoever comes this way has not said which cluster."""
        raise UnguardedQueryError(
            f"{self.model.__name__}.objects reads only through .of(cluster); "
            "across_clusters is for commands and migrations"
        )

    def _rows(self) -> ClusterQuerySet[ModelT]:
        return self.queryset_class(self.model, using=self._db)

    def of(self, cluster: "Cluster | int") -> Any:
        """Return the rows of this cluster, as the model's own queryset."""
        return self._rows().of(cluster)

    def create(self, **values: Any) -> ModelT:
        """Make one row; it names its own cluster."""
        return self._rows().create(**values)

    def bulk_create(self, objs: Iterable[ModelT], *args: Any, **options: Any) -> list[ModelT]:
        """Make many rows; each names its own cluster."""
        return self._rows().bulk_create(objs, *args, **options)


class ClusterOwned(Row):
    """The base of every model whose rows belong to a cluster.

    A model names two managers, `objects = GuardedManager(ItsSet)` and `across_clusters`, made from the same set. The
    latter is Django's default manager, so that constraints and relations are checked against all rows; our own code
    names it only in commands and migrations, and says why anywhere else.
    """

    cluster_path = "cluster"
    # What no copy of the cluster holds, because it is one person's own: some fields of the rows, or the rows.
    untold: ClassVar[frozenset[str]] = frozenset()
    is_untold: ClassVar[bool] = False

    across_clusters = models.Manager.from_queryset(ClusterQuerySet)()

    class Meta:
        abstract = True
        default_manager_name = "across_clusters"


def leads_to(model: type[models.Model], path: str) -> type[models.Model] | None:
    """Return the model at the end of a path of foreign keys, or None when the path breaks."""
    here: type[models.Model] | None = model
    for name in path.split("__"):
        if here is None:
            return None
        try:
            field = here._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        here = getattr(field, "related_model", None)
    return here


def check_guards(app_configs: Any = None, **_options: Any) -> list[checks.CheckMessage]:
    """Report each model of the project that reaches a cluster and has no guarded manager, or a wrong path."""
    return faults_of(apps.get_models())


def faults_of(models_: Iterable[type[models.Model]]) -> list[checks.CheckMessage]:
    """Report what is wrong with each of the models; a foreign key, a one-to-one and a many-to-many all reach."""
    cluster = apps.get_model("clusters", "Cluster")
    found: list[checks.CheckMessage] = []
    for model in models_:
        if issubclass(model, ClusterOwned):
            if leads_to(model, model.cluster_path) is not cluster:
                sentence = f"cluster_path {model.cluster_path!r} does not lead to a cluster."
                found.append(checks.Error(sentence, obj=model, id="clusters.E002"))
            if not isinstance(getattr(model, "objects", None), GuardedManager):
                found.append(checks.Error("objects is not a GuardedManager.", obj=model, id="clusters.E003"))
            if model._default_manager.name != "across_clusters":
                found.append(checks.Error("Meta does not inherit ClusterOwned.Meta.", obj=model, id="clusters.E004"))
        elif any(target is cluster or issubclass(target, ClusterOwned) for target in targets_of(model)):
            found.append(
                checks.Error("It belongs to a cluster, but is not ClusterOwned.", obj=model, id="clusters.E001")
            )
    return found


def targets_of(model: type[models.Model]) -> set[type[models.Model]]:
    """Return the models that a model's own fields point at."""
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return {field.related_model for field in fields if isinstance(field.related_model, type)}
