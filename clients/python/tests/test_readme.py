"""The examples in the README files do what the text beside them says."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from fake_publisher import make_event
from real_publisher import REPOSITORY, RealPublisher, plain_environment

from scenewire import Publisher

CLIENT = REPOSITORY / "clients/python"


def examples(path: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", path.read_text(), re.MULTILINE | re.DOTALL)


def run(code: str, real: RealPublisher) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-u", "-c", code],
        cwd=REPOSITORY,
        env=plain_environment() | real.environment | {"PYTHONPATH": str(CLIENT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(("path", "number"), [(REPOSITORY / "README.md", 0), (CLIENT / "README.md", 0)])
def test_the_example_follows_the_stream(real: RealPublisher, path: Path, number: int) -> None:
    code = examples(path)[number]
    events = [make_event(number, incident="EX-1", narrative=f"Told {number}.") for number in range(3)]
    with Publisher(real.requests) as publisher:
        publisher.publish(events[0])
        process = run(code, real)
        # It must not hang when the example is broken.
        watch = threading.Timer(30, process.kill)
        watch.start()
        assert process.stdout
        assert process.stderr
        lines = [process.stdout.readline()]
        for event in events[1:]:
            publisher.publish(event)
            lines.append(process.stdout.readline())
    watch.cancel()
    process.kill()
    said = process.communicate()[1]
    assert ["log.entry" in line for line in lines] == [True, True, True], said
    assert [line.split()[0] for line in lines] == ["1", "2", "3"]
    assert [f"Told {number}." in line for number, line in enumerate(lines)] == [True, True, True]


def test_the_readmes_example_has_ten_lines() -> None:
    assert len(examples(REPOSITORY / "README.md")) == 1
    assert len(examples(REPOSITORY / "README.md")[0].splitlines()) <= 10


def test_the_example_publishes_and_asks(real: RealPublisher) -> None:
    _, publish, ask = examples(CLIENT / "README.md")
    process = run(publish, real)
    said, fault = process.communicate(timeout=60)
    assert process.returncode == 0, fault
    assert said.splitlines()[0] == "1"
    assert said.count("sequence=1") == 2
    process = run(ask, real)
    said, fault = process.communicate(timeout=60)
    assert process.returncode == 0, fault
    assert "head=1" in said
    assert "sequence=1" in said
