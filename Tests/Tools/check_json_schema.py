"""Checks documents against JSON Schemas.

Reads lines of JSON from standard input, each with `schema`, the name of a file in the directory that is the only
argument, `document`, and `name`; writes one line for each: the name, a tab, `valid` or the first fault.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

validators = {}
for line in sys.stdin:
    case = json.loads(line)
    name = case["schema"]
    if name not in validators:
        schema = json.loads((Path(sys.argv[1]) / name).read_text())
        Draft202012Validator.check_schema(schema)
        validators[name] = Draft202012Validator(schema)
    fault = next(iter(validators[name].iter_errors(case["document"])), None)
    verdict = "valid" if fault is None else f"{fault.json_path}: {fault.message[:200]}"
    print(f"{case['name']}\t{verdict.replace(chr(10), ' ')}")
