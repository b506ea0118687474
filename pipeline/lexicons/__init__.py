"""Words as data: what the grammar looks for, kept apart from the code that looks.

`load(NAME)` reads `NAME.yaml` of this folder. Nothing here knows a document.
"""

from functools import cache
from importlib import resources
from typing import Any

import yaml


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML 1.2's booleans: in a lexicon "on", "no" and "yes" are words."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, found in _Loader.yaml_implicit_resolvers.items()
}


@cache
def load(name: str) -> Any:
    """The content of the lexicon `name` (`countries`, `frames/consult` …); read once a process.

    Raises FileNotFoundError where there is none of that name.
    """
    path = resources.files(__name__).joinpath(f"{name}.yaml")
    return yaml.load(path.read_text("utf-8"), Loader=_Loader)
