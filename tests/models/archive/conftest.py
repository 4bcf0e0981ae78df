"""The small station that files, made once a module and as it was for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .filing_desk import Desk, opened, put_back


@pytest.fixture(scope="module")
def filing_station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with opened(tmp_path_factory.mktemp("filing")) as desk:
        yield desk


@pytest.fixture
def desk(filing_station: Desk) -> Iterator[Desk]:
    with put_back(filing_station) as found:
        yield found
