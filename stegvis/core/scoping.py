"""The third wall: a query that does not pin its workspace is an exception, not a leak.

A query is *pinned* when its WHERE, in a part joined by AND, says which workspace it is about, or when it was
reached from an instance that was itself fetched through a pinned query (`deal.moves.all()`).
"""

from typing import Self

from django.db import models
from django.db.models.lookups import Exact, In
from django.db.models.sql import Query
from django.db.models.sql.where import AND, WhereNode


class UnscopedQuery(Exception):
    """A query on workspace data that names no workspace."""


class ScopedQuerySet(models.QuerySet):
    """A QuerySet that refuses to run unless it is pinned to a workspace."""

    _reason = ""

    def across_workspaces(self, reason: str) -> Self:
        """The way out: run over all workspaces. `reason` says why, for the reader of the code."""
        if not reason:
            raise ValueError("Say why this query needs all workspaces.")
        scoped = self._chain()
        scoped._reason = reason
        return scoped

    def _clone(self) -> Self:
        clone = super()._clone()
        clone._reason = self._reason
        return clone

    def _check(self) -> None:
        if self._reason or "instance" in self._hints or is_pinned(self.query):
            return
        raise UnscopedQuery(f"{self.model.__name__}: filter by workspace, or say across_workspaces('why').")

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._check()
        super()._fetch_all()

    def iterator(self, *args, **kwargs):
        self._check()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._check()
        return super().count()

    def exists(self) -> bool:
        self._check()
        return super().exists()

    def aggregate(self, *args, **kwargs):
        self._check()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs) -> int:
        self._check()
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self):
        self._check()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]

    def _raw_delete(self, using):
        self._check()
        return super()._raw_delete(using)


def is_pinned(query: Query) -> bool:
    """Whether every part of `query` names a workspace."""
    if query.combinator:
        return all(is_pinned(part) for part in query.combined_queries)
    return query.is_empty() or _pins(query.where, query)


def _pins(node, query: Query) -> bool:
    """AND needs one pinning child, OR needs all of them, a negated part pins nothing."""
    if isinstance(node, WhereNode):
        if node.negated or not node.children:
            return False
        return (any if node.connector == AND else all)(_pins(child, query) for child in node.children)
    return isinstance(node, (Exact, In)) and _names_workspace(node, query)


def _names_workspace(lookup, query: Query) -> bool:
    target = getattr(lookup.lhs, "target", None)
    if target is None:
        return False
    if target.name == "workspace" and target.model is not None and lookup.lhs.alias == query.get_initial_alias():
        return True
    return isinstance(lookup.rhs, Query) and is_pinned(lookup.rhs)


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)


class WorkspaceOwned(models.Model):
    """A row that belongs to one workspace. The base of all product data."""

    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+", db_index=False)

    objects = ScopedManager()

    class Meta:
        abstract = True
