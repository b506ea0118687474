"""Who acts in the clause in which a pronoun is an object: whoever it is, the pronoun stands for somebody else.

In: a token. Out: the subjects of its clause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.predications import of_verb
from pipeline.extract.tree import is_infinitive

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

OBJECTS = frozenset({"dobj", "dative", "iobj", "pobj"})


def doers_over(token: Token) -> list[Token]:
    """The subject of the clause in which a pronoun is an object, told there or in the clause that it is joined to."""
    if token.dep_ not in OBJECTS:
        return []
    verb = next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    while verb is not None and (verb.dep_ in {"conj", "xcomp"} or (verb.dep_ == "advcl" and is_infinitive(verb))):
        if of_verb(verb).subjects or verb.head.pos_ not in {"VERB", "AUX"}:
            break
        verb = verb.head  # "went on to sell it arms"
    return of_verb(verb).subjects if verb is not None else []
