"""Checks every expression of the dashboards and of the alerting rules against live scrapes.

Usage: check_expressions.py PROMTOOL RULES DASHBOARDS WORKING_DIRECTORY SCRAPE...

RULES is a file of Prometheus rules, DASHBOARDS a directory of Grafana's JSON, each SCRAPE a file of Prometheus
text. Every expression must parse, and may name only metrics that a scrape or a recording rule has, and only labels
that one of its metrics has. Writes one line for each fault and ends with 1, or writes how much was checked.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import yaml

promtool, rules_file, dashboards, directory = sys.argv[1], *map(Path, sys.argv[2:5])
# What Prometheus itself adds.
metrics = {
    "up": set(),
    "ALERTS": {"alertname", "alertstate", "severity", "consumer", "destination", "publisher", "source"},
}
added = {"job", "instance", "le"}
variables = {"$__rate_interval": "1m", "$incident": "incident"}
keywords = {
    "and",
    "or",
    "unless",
    "bool",
    "offset",
    "on",
    "ignoring",
    "by",
    "without",
    "group_left",
    "group_right",
    "inf",
    "nan",
}
name = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
faults = []


def read_scrape(text):
    for line in text.splitlines():
        if line and not line.startswith("#"):
            labels = metrics.setdefault(re.match(name, line).group(), set())
            labels.update(re.findall(rf'({name})="(?:[^"\\]|\\.)*"', line))


def check(place, expression, labels):
    text = re.sub(r'"(?:[^"\\]|\\.)*"', '""', expression)
    used = set(labels)
    for matchers in re.findall(r"\{([^}]*)\}", text):
        used.update(re.findall(name, matchers))
    text = re.sub(r"\{[^}]*\}|\[[^\]]*\]", "", text)
    grouping = r"\b(?:on|ignoring|by|without|group_left|group_right)\s*\(([^)]*)\)"
    for group in re.findall(grouping, text):
        used.update(re.findall(name, group))
    text = re.sub(grouping, "", text)
    names = {word for word in re.findall(rf"(?<![\w.:]){name}(?!\s*\(|[\w:])", text) if word not in keywords}
    for word in sorted(names - metrics.keys()):
        faults.append(f"{place}: there is no metric {word}")
    known = added.union(*(metrics.get(word, ()) for word in names))
    for label in sorted(used - known):
        faults.append(f"{place}: no metric of {expression!r} has a label {label}")
    if not names:
        faults.append(f"{place}: {expression!r} names no metric")


for file in sys.argv[5:]:
    read_scrape(Path(file).read_text())
rules = [rule for group in yaml.safe_load(rules_file.read_text())["groups"] for rule in group["rules"]]
metrics.update({rule["record"]: set() for rule in rules if "record" in rule})
for rule in rules:
    texts = " ".join(rule.get("annotations", {}).values())
    check(rule.get("alert") or rule["record"], rule["expr"], re.findall(rf"\$labels\.({name})", texts))

expressions, uids = [], set()
for file in sorted(dashboards.glob("*.json")):
    board = json.loads(file.read_text())
    if board["uid"] in uids or board["editable"] or "id" in board:
        faults.append(f"{file.name}: needs a uid of its own, no id, and editable false")
    uids.add(board["uid"])
    sources = [variable for variable in board["templating"]["list"] if variable["type"] == "datasource"]
    if [source["name"] for source in sources] != ["prom_ds"]:
        faults.append(f"{file.name}: needs one variable of a data source, prom_ds")
    panels = board["panels"]
    if len({panel["id"] for panel in panels}) != len(panels):
        faults.append(f"{file.name}: two panels have the same id")
    for panel in panels:
        for target in panel.get("targets", []):
            place = f"{file.name}: {panel['title']}"
            if {target["datasource"]["uid"], panel["datasource"]["uid"]} != {"${prom_ds}"}:
                faults.append(f"{place}: does not use the data source ${{prom_ds}}")
            expression = target["expr"]
            for variable, value in variables.items():
                expression = expression.replace(variable, value)
            if "$" in expression:
                faults.append(f"{place}: {expression!r} has a variable that this check does not know")
            expressions.append(expression)
            check(place, expression, re.findall(rf"\{{\{{({name})\}}\}}", target["legendFormat"]))
    for variable in board["templating"]["list"]:
        for metric, label in re.findall(
            rf"label_values\(({name}), ({name})\)", variable.get("definition", "")
        ):
            check(f"{file.name}: variable {variable['name']}", metric, [label])

generated = directory / "expressions.yml"
records = [
    {"record": f"expression:{number}", "expr": expression} for number, expression in enumerate(expressions)
]
generated.write_text(yaml.safe_dump({"groups": [{"name": "expressions", "rules": records}]}))
parse = subprocess.run(
    [promtool, "check", "rules", generated], check=False, capture_output=True, text=True, timeout=60
)
if parse.returncode != 0:
    faults.append(f"promtool: {parse.stderr}{parse.stdout}")
if faults:
    sys.exit("\n".join(faults))
print(f"rules {len(rules)}")
print(f"expressions {len(expressions)}")
print(f"dashboards {len(uids)}")
