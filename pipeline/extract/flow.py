"""One flow of goods or arms from a state to another, as a sentence tells it, and the words that flows are told by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.modality import Mood
from pipeline.extract.things import Thing
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.document import AnnotatedSentence
    from pipeline.annotate.parsed import Token

WORDS = load("frames/flows")


@dataclass(slots=True)
class Flow:
    """`giver` and `taker` are country codes or None; `owner` is whose trade it is; `flow` as seen from the owner.

    `priced` tells whether a sum in its clause is its price; not so where it is of a larger deal.
    """

    giver: str | None
    taker: str | None
    things: list[Thing]
    head: Token
    trigger: Token
    mood: Mood
    owner: str | None = None
    flow: str = "export"
    verb: str = ""
    priced: bool = True

    @property
    def partner(self) -> str | None:
        """The other side, seen from the owner."""
        return self.taker if self.owner == self.giver else self.giver


def basis_of(flow: str | None) -> str:
    """Whose total a share or a place is counted in, as the tables name it: the buyer's imports, else the seller's exports."""
    return "recipient_imports" if flow == "import" else "supplier_exports"


def tells_amount(head: Token, sentence: AnnotatedSentence) -> bool:
    """Whether a sum or a quantity stands behind the head of a clause, within it."""
    clause = range(head.i, head.right_edge.i + 1)
    return any(v.kind in {"money", "quantity"} and i in clause for i, v in sentence.value_at.items())
