"""Files that nobody should send, made by code: classes by name, each a few bytes that ask for more.

``CLASSES`` maps the name of a class to what makes its file, from nothing and alike each time.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from anzhu.ops.bench.hostile import documents, others, pictures

CLASSES: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {**pictures.CLASSES, **documents.CLASSES, **others.CLASSES}
)
