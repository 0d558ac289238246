"""Reads a file of OpenMetrics text with the parser of Prometheus' own Python client.

Writes how many metrics and series it holds, or fails with what the parser says.
"""

import sys
from pathlib import Path

from prometheus_client.openmetrics.parser import text_string_to_metric_families

families = list(text_string_to_metric_families(Path(sys.argv[1]).read_text()))
print(f"families {len(families)}")
print(f"samples {sum(len(family.samples) for family in families)}")
