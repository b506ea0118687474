"""Add: a file, standard input, a web page or what is new in a feed becomes a document in the folder of the seeds.

In: names of sources. Out: files of text with front matter, which the read stage takes as it takes any other, and findings for
what gave none. This is the one room that fetches pages and feeds; no build comes through it.
"""

from pipeline.acquire.adding import Arrangement, FeedRead, Kept, add
from pipeline.acquire.fetching import Limits

__all__ = ["Arrangement", "FeedRead", "Kept", "Limits", "add"]
