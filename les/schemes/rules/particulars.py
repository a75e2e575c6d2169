"""What a scheme is."""

from dataclasses import dataclass

from les.schemes.rules.kinds import SchemeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a scheme is called, its kind, where it holds (None: the whole area), and who leads it, as a role."""

    name: str
    kind: SchemeKind
    locality_id: int | None
    service_id: int
    clinical_lead: str = ""
