"""What earlier runs made of pages, kept by the content that it was made of."""

from __future__ import annotations

from .entries import packed, unpacked
from .keys import fingerprint, page_key
from .place import default_folder
from .store import DEFAULT_LIMIT, Cache

__all__ = ["DEFAULT_LIMIT", "Cache", "default_folder", "fingerprint", "packed", "page_key", "unpacked"]
