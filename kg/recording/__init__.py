"""What a page's result depends on besides its own bytes: the questions that were asked, and what was answered.

A page's dialect asks for the files beside it (``read.Files``), its links for the other pages (``graph.pages.Index``). A
``Recorder`` answers one page from the ``Answers`` of its run, and notes each question. On a later run the result holds
exactly when every question still has the answer that it had.
"""

from __future__ import annotations

from .answers import Answers, Dependencies
from .recorder import Recorder

__all__ = ["Answers", "Dependencies", "Recorder"]
