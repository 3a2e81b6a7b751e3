"""Sets of shards: N-Quads in several files of whole documents, and a manifest that says what each holds.

::

    00000-{SHA-256}.nq  00001-{SHA-256}.nq  …  manifest.json

The name of a shard holds its hash. So the shards of a new set stand beside those of the old one until the new manifest
takes the place of the old: at any moment the manifest names one whole set.
"""

from __future__ import annotations

from .manifest import MANIFEST, Manifest, Shard, file_name, is_set, read_manifest
from .reading import Document, documents

__all__ = ["MANIFEST", "Document", "Manifest", "Shard", "documents", "file_name", "is_set", "read_manifest"]
