"""What several tests need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_publisher import FakePublisher
from real_publisher import RealPublisher

from scenewire import limits


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePublisher]:
    """A publisher in memory; waits are short, so that silence is quickly noticed."""
    monkeypatch.setattr(limits, "SILENCE_SECONDS", 0.4)
    monkeypatch.setattr(limits, "SILENCE_SECONDS_MAX", 0.8)
    monkeypatch.setattr(limits, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(limits, "DAMAGE_RETRY_SECONDS", 0.3)
    monkeypatch.setattr(limits, "REPORT_SECONDS", 0.01)
    with FakePublisher() as publisher:
        yield publisher


@pytest.fixture
def real(tmp_path: Path) -> Iterator[RealPublisher]:
    """A real publisher on an empty journal, running."""
    with RealPublisher(tmp_path) as publisher:
        publisher.start()
        yield publisher
