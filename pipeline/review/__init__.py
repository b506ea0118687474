"""Review: the rows that a person should look at first, and that person's answers as corrections and approvals.

In: the tables of a package. Out: questions, least certain first; and, from answers, files under `seeds/corrections/`. Asking is
the command line's affair; what a correction does is `pipeline.correct`'s.
"""

from pipeline.review.answers import Answer, AnswerError, write_answer
from pipeline.review.questions import Question, find_questions
from pipeline.review.sheet import read_sheet, write_sheet

__all__ = ["Answer", "AnswerError", "Question", "find_questions", "read_sheet", "write_answer", "write_sheet"]
