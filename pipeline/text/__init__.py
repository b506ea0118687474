"""Text as the grammar needs it: cleaned, cut into sentences, every character still tied to the file's text.

In: a `Document`. Out: `Sentence`s, each with its cleaned text and a map back to offsets in the text as read.
What a sentence means does not belong here.
"""

from pipeline.text.sentences import Sentence, dateline_of, split_document

__all__ = ["Sentence", "dateline_of", "split_document"]
