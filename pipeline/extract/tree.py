"""What the parse tells without any word list: plain questions to its tree that several readers ask."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token


def is_within(token: Token, tree: Token) -> bool:
    """Whether a token stands within the words of the tree below another, itself among them."""
    return bool(tree.left_edge.i <= token.i <= tree.right_edge.i)


def between(token: Token, above: Token) -> Iterator[Token]:
    """The words of the tree above a token and below another, from the near one on."""
    return itertools.takewhile(lambda t: t.i != above.i, token.ancestors)


def without_relatives(noun: Token) -> Iterator[Token]:
    """The words below a noun, but for those of relative clauses: no "figures" in "the council, whose figures have doubled"."""
    told_of = {t.i for c in noun.children if c.dep_ == "relcl" for t in c.subtree}
    return (t for t in noun.subtree if t.i not in told_of)


def is_infinitive(verb: Token) -> bool:
    """Whether a verb has its "to": "to sign", not "sign" or "signed"."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def before_article(token: Token) -> Token:
    """The word before a token, or before its "the": "in" of "in the Netherlands"; the token itself where it opens the sentence."""
    return token.doc[max(0, token.i - 1 - (token.doc[token.i - 1].lower_ == "the"))]
