"""Words as data: what the grammar looks for, kept apart from the code that looks.

`load(NAME)` reads `NAME.yaml` of this folder. Nothing here knows a document.
"""

from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def load(name: str) -> Any:
    """The content of the lexicon `name` (`countries`, `frames/consult` …); read once a process.

    Raises FileNotFoundError where there is none of that name.
    """
    path = resources.files(__name__).joinpath(f"{name}.yaml")
    return yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
