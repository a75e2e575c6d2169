"""docs/permission-matrix.md equals the code. `python -m tests.architecture.test_permission_matrix` writes it anew."""

from core.permissions import PERMISSIONS_OF, ROLE_NAMES, Permission, Role
from tests.architecture.test_sizes import ROOT

MATRIX = ROOT / "docs" / "permission-matrix.md"
_HEAD = """# Who may do what

Made from `core/permissions` by `python -m tests.architecture.test_permission_matrix`; a test holds both equal.

A role counts only at the organisations a person's grant reaches: a commissioner's at its own primary care trust, a
group's or practice's at the trust it belongs to, a health authority's at the trusts below it. Beyond what stands here,
an action may refuse for reasons of its own: the second of two people must be another person, and a group's leads see a
calculation only once it was shown to the groups.

"""


def matrix() -> str:
    """The page: one row a permission, one column a role."""
    names = [ROLE_NAMES[role] for role in Role]
    rows = [["may", *names], ["---", *(":-:" for _ in names)]]
    rows += [
        [str(permission), *("yes" if permission in PERMISSIONS_OF[role] else "–" for role in Role)]
        for permission in Permission
    ]
    return _HEAD + "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def test_the_permission_matrix_equals_the_code() -> None:
    told = MATRIX.read_text(encoding="utf-8")
    assert told == matrix(), "write the page anew: python -m tests.architecture.test_permission_matrix"


def test_every_role_may_do_something_and_every_permission_is_somebodys() -> None:
    assert all(PERMISSIONS_OF[role] for role in Role)
    assert set(Permission) == {permission for held in PERMISSIONS_OF.values() for permission in held}


if __name__ == "__main__":
    MATRIX.write_text(matrix(), encoding="utf-8")
