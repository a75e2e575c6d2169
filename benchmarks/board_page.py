"""The board of 20 groups × 200 lines through the test client, against rendering its template from ready values.

Every group has answered the total, the split and every line, and disputes ten lines, five of them with a claim.
Limits: at most twice as long, at most 12 queries, and the same number for 5 groups and for 20.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from flask import Flask, g, render_template, template_rendered
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event, insert

from app import create_app
from budgets.agreement.actions.proposals import issue_proposal
from budgets.agreement.models.positions import Position
from budgets.agreement.rules.items import ItemKind
from budgets.agreement.rules.stances import Reason, Stance
from budgets.method.workbook import Group, Membership, Workbook
from core.db import bookkeeping, db, transaction
from core.parties.rules import PartyKind
from core.people.queries import find_actor
from core.permissions import Actor, Role
from core.web import load_actor_with
from tests.builders_agreement import DEADLINE, REPLY_BY, address_of
from tests.builders_reading import a_workbook_of, keep
from tests.builders_rounds import AT, DAY, Field, a_party, a_policy, an_actor
