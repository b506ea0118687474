"""Cache: what need not be done again, because its inputs are the same to the byte.

In: documents, readings, rows, the result of a build. Out: the same, from the cache folder. A reading is kept by the content of its
document and the version of the reader, the rows that were made of it by the version of all code too, a page of the site by what it
shows, the last build by the content of everything that went into it. Names of folders above, times of files and their order play no
part. The whole folder may be deleted at any time: it is made anew.
"""

from pipeline.cache.last_build import inputs_digest, recall, remember, seed_files
from pipeline.cache.pages import PageCache
from pipeline.cache.readings import ReadingCache
from pipeline.cache.rows import RowCache
from pipeline.cache.version import CODE_FOLDERS, build_version, code_files, reader_version

__all__ = [
    "CODE_FOLDERS",
    "PageCache",
    "ReadingCache",
    "RowCache",
    "build_version",
    "code_files",
    "inputs_digest",
    "reader_version",
    "recall",
    "remember",
    "seed_files",
]
