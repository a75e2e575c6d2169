"""Pages of claims: lists, a claim, drafting and submitting, windows, documents, queries, workbooks."""

from flask import Blueprint

from les.claims.views import drafting, evidence, querying, register, showing, windows, workbooks
from les.claims.views.blueprint import views

__all__ = ["blueprints", "drafting", "evidence", "querying", "register", "showing", "windows", "workbooks"]
blueprints: tuple[Blueprint, ...] = (views,)
