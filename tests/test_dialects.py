"""Dialects: what is looked for first is in all that is looked for then."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.dialects import get, names


@pytest.mark.parametrize("name", [name for name in names() if get(name).signs is not None])
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_page_with_a_sign_has_one_of_the_marks(name: str, data: st.DataObject) -> None:
    dialect = get(name)
    assert dialect.signs is not None
    page = data.draw(st.from_regex(dialect.signs))

    assert any(mark in page for mark in dialect.marks)
