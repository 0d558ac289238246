"""Checks a compose file against the schema of the compose specification, and against our own rules.

Usage: check_compose.py SCHEMA COMPOSE_FILE

Writes one line for each fault and ends with 1, or one line for each service of ours: its name, and as JSON its
`command`, its `environment` and `health`, the command of its health check. Variables are replaced as compose does it.
"""

import json
import os
import re
import sys
from pathlib import Path

import yaml
from jsonschema import Draft201909Validator

schema = json.loads(Path(sys.argv[1]).read_text())
text = re.sub(
    r"\$\{(\w+):-([^}]*)\}",
    lambda variable: os.environ.get(variable[1]) or variable[2],
    Path(sys.argv[2]).read_text(),
)
document = yaml.safe_load(text)
faults = [
    f"{fault.json_path}: {fault.message[:200]}"
    for fault in Draft201909Validator(schema).iter_errors(document)
]
if faults:
    sys.exit("\n".join(faults))


def check(name, service):
    yield "shares the machine's network", service["network_mode"] == "host" and "ports" not in service
    yield "cannot write to its image", service["read_only"]
    yield (
        "has no privileges",
        service["cap_drop"] == ["ALL"] and "no-new-privileges:true" in service["security_opt"],
    )
    yield "may take 15 s or more to stop", service["stop_grace_period"] in ("15s", "30s")
    yield "has bounded logs", {"max-size", "max-file"} <= service["logging"]["options"].keys()
    if "build" not in service:
        yield "is a version", re.search(r":v?\d+\.\d+\.\d+$", service["image"])
        return
    yield "runs as nobody in particular", service["user"] == "10001:10001"
    for other, need in service.get("depends_on", {}).items():
        yield (
            f"waits for {other}",
            need["condition"] == "service_healthy" and "healthcheck" in services[other],
        )
    if name == "player":
        yield "plays once", service["restart"] == "no" and service["profiles"] == ["demo"]
    else:
        yield "is restarted when it fails and after a reboot", service["restart"] == "unless-stopped"
        yield "runs always", "profiles" not in service
        health = ["CMD", service["command"][0], "--healthcheck"]
        yield "tells its health itself", service["healthcheck"]["test"] == health


services = document["services"]
for name, service in services.items():
    faults += [f"{name}: {rule}: no" for rule, holds in check(name, service) if not holds]
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        if not source.startswith(".") and source not in document["volumes"]:
            faults.append(f"{name}: there is no volume {source}")
        if source.startswith(".") and not Path(sys.argv[2]).parent.joinpath(source).exists():
            faults.append(f"{name}: there is no {source}")
if faults:
    sys.exit("\n".join(faults))
for name, service in services.items():
    if "build" in service:
        health = service.get("healthcheck", {}).get("test", [])[1:]
        environment = service.get("environment", {})
        print(name, json.dumps({"command": service["command"], "environment": environment, "health": health}))
