"""Score: how right is a published package, measured against documents labelled by people?

In: a package and a folder of `NAME.txt` beside `NAME.gold.json`. Out: precision, recall and F1 a table, the accuracy of
further columns, the rows that were missed and the rows that nobody labelled. A published row is right when its key
columns agree with a labelled row and its evidence overlaps the words that the label quotes.
"""

from pipeline.score.gold import GoldError, LabelledDocument, load_gold
from pipeline.score.tally import CORE, TABLES, Miss, Score, TableScore, score, score_tables

__all__ = [
    "CORE",
    "TABLES",
    "GoldError",
    "LabelledDocument",
    "Miss",
    "Score",
    "TableScore",
    "load_gold",
    "score",
    "score_tables",
]
