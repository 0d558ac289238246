"""Checks what `scenewire import --out` made of the recorded feeds, by reading the raw files another way.

Usage: check_imports.py DATA EVENTS, where DATA holds the feeds' folders and EVENTS the files FEED.ndjson and
FEED-rejects.ndjson that the shipped mappings gave. Every figure is printed; a wrong one ends it with 1.
"""

import collections
import csv
import datetime
import gzip
import json
import pathlib
import re
import sys
import zoneinfo

UTC = datetime.timezone.utc


def lines(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as file:
        for line in file:
            yield json.loads(line)


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Feed:
    def __init__(self, name, events):
        self.name = name
        self.events = list(lines(events / f"{name}.ndjson"))
        rejects = events / f"{name}-rejects.ndjson"
        self.rejects = list(lines(rejects)) if rejects.exists() else []
        self.count = collections.Counter(event["type"] for event in self.events)
        self.isWrong = False
        self.check("ids given twice", 0, len(self.events) - len({event["id"] for event in self.events}))
        self.check("records rejected", 0, sum(reject["kind"] == "reject" for reject in self.rejects))

    def check(self, what, expected, found):
        isRight = expected == found
        self.isWrong = self.isWrong or not isRight
        print(f"{self.name}: {what}: {found}" + ("" if isRight else f", BUT EXPECTED {expected}"))


def sf_fire_units(data, events):
    feed = Feed("sf-fire-units", events)
    zone = zoneinfo.ZoneInfo("America/Los_Angeles")
    words = {
        "dispatch_timestamp": "Dispatched", "response_timestamp": "EnRoute", "on_scene_timestamp": "OnScene",
        "transport_timestamp": "Transporting", "hospital_timestamp": "AtHospital",
        "available_timestamp": "Cleared",
    }
    columns = ["received_timestamp", "entry_timestamp", *words]
    with gzip.open(next((data / "sf_fire_units").glob("*.csv.gz")), "rt", newline="") as file:
        rows = list(csv.DictReader(file))

    def local(text):
        time = datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S.%f UTC")
        return time.replace(tzinfo=zone).astimezone(UTC)

    final, odd, statusCount = {}, collections.Counter(), 0
    for row in rows:
        times = [(local(row[column]), index) for index, column in enumerate(columns) if row[column]]
        statuses = [(time, index) for time, index in times if index >= 2]
        statusCount += len(statuses)
        time, index = max(statuses)
        final[row["call_number"], row["unit_id"]] = (time, words[columns[index]])
        odd["is missing"] += sum(not row[column] for column in columns)
        for (earlier, _), (later, _) in zip(times, times[1:]):
            odd["is before"] += later < earlier
            odd["is the same"] += later == earlier
    folded = {}
    for place, event in enumerate(feed.events):
        if event["type"] != "resource.status.changed":
            continue
        key = event["subject"], event["data"]["resources"][0]["id"]
        state = (instant(event["time"]), place, event["data"]["status"])
        folded[key] = max(folded.get(key, state), state)
    calls = {row["call_number"] for row in rows}
    feed.check("calls declared", len(calls), feed.count["incident.declared"])
    feed.check("calls closed", len(calls), feed.count["incident.closed"])
    feed.check("status times", statusCount, feed.count["resource.status.changed"])
    feed.check("units on calls", len(final), len(folded))
    right = sum(folded.get(key, (None, 0, None))[::2] == state for key, state in final.items())
    feed.check("final states that equal their row", len(final), right)
    for what, count in odd.items():
        told = sum(f" {what}" in reject["reason"] for reject in feed.rejects)
        feed.check(f"times told of that a row's {what}", count, told)
    return feed.isWrong


def clearwater_pd(data, events):
    feed = Feed("clearwater-pd", events)
    polls = list(lines(next((data / "clearwater_pd").glob("snapshots*.gz"))))
    last, board, count = {}, set(), collections.Counter()
    naive, seen, naiveCount = set(), set(), collections.Counter()
    for poll in polls:
        shown = {call["Master_Incident_Number"]: call for call in poll["calls"]}
        # As the recorder counts: whatever was not in the poll before is new.
        naiveCount["new"] += len(shown.keys() - naive)
        naiveCount["returned"] += len((shown.keys() - naive) & seen)
        naiveCount["resolved"] += len(naive - shown.keys())
        naive, seen = set(shown), seen | shown.keys()
        if not shown and board:
            count["passed over"] += 1
            continue
        for number, call in shown.items():
            if number not in last:
                count["declared"] += 1
            else:
                count["returned"] += number not in board
                count["retyped"] += last[number]["Online_Description"] != call["Online_Description"]
                count["moved"] += last[number]["Address"] != call["Address"]
            last[number] = call
        count["vanished"] += len(board - shown.keys())
        board = set(shown)
    feed.check("calls declared", count["declared"], feed.count["incident.declared"])
    feed.check("calls closed", count["vanished"], feed.count["incident.closed"])
    feed.check("calls reopened", count["returned"], feed.count["incident.phase.changed"])
    feed.check("calls retyped", count["retyped"], feed.count["incident.reclassified"])
    feed.check("addresses corrected", count["moved"], feed.count["record.corrected"])
    told = sum("is empty" in reject["reason"] for reject in feed.rejects)
    feed.check("empty polls passed over", count["passed over"], told)
    feed.check("calls still on the board", len(board), count["declared"] + count["returned"] - count["vanished"])
    with gzip.open(next((data / "clearwater_pd").glob("recorder_log*.gz")), "rt") as file:
        log = collections.Counter(re.findall(r"^\[(\w+)\]", file.read(), re.MULTILINE))
    # The recorder's own log counts a call again each time that it comes back.
    feed.check("recorder's NEW, with returns counted again", naiveCount["new"], log["NEW"])
    feed.check("the same without them", count["declared"], log["NEW"] - naiveCount["returned"])
    feed.check("recorder's RESOLVED", naiveCount["resolved"], log["RESOLVED"])
    return feed.isWrong


def polisen_se(data, events):
    feed = Feed("polisen-se", events)
    zone = zoneinfo.ZoneInfo("Europe/Stockholm")
    months = (
        "januari februari mars april maj juni juli augusti september oktober november december".split()
    )

    def editor(text):
        date, clock, offset = text.split()
        return instant(f"{date}T{clock.rjust(8, '0')}{offset}")

    def title(record):
        day, month, clock = record["name"].split(",")[0].split()
        hour, minute = re.split("[.:]", clock)
        near = editor(record["datetime"])
        times = []
        for year in range(near.year - 1, near.year + 2):
            for fold in (0, 1):
                try:
                    time = datetime.datetime(
                        year, months.index(month) + 1, int(day), int(hour), int(minute), tzinfo=zone, fold=fold
                    )
                except ValueError:
                    continue
                times.append(time.astimezone(UTC))
        return min(times, key=lambda time: abs(time - near))

    declared = {e["subject"]: e for e in feed.events if e["type"] == "incident.declared"}
    records, count = {}, collections.Counter()
    right = collections.Counter()
    for change in lines(data / "polisen_se" / "changes_2024.ndjson.gz"):
        if "rec" not in change:
            continue
        number, record = str(change["id"]), change["rec"]
        if number not in records:
            count["new"] += 1
            event = declared.get(number, {"time": "1970-01-01T00:00:00Z", "recordedtime": "1970-01-01T00:00:00Z"})
            right["event's clock"] += instant(event["time"]) == title(record)
            right["editor's clock"] += instant(event["recordedtime"]) == editor(record["datetime"])
            records[number] = record
            continue
        before = records[number]
        whole = {**before, **record}
        for field in ("type", "summary"):
            count[field] += before[field] != whole[field]
        for field in ("name", "gps"):
            count[field] += before.get("location", {}).get(field) != whole.get("location", {}).get(field)
        watched = ("type", "summary", "name", "location")
        count["changed"] += any(before.get(field) != whole.get(field) for field in watched)
        records[number] = whole
    feed.check("events declared", count["new"], feed.count["incident.declared"])
    feed.check("events closed, though lists forget them", 0, feed.count["incident.closed"])
    feed.check("events retyped", count["type"], feed.count["incident.reclassified"])
    feed.check("places and positions corrected", count["name"] + count["gps"], feed.count["record.corrected"])
    feed.check("new summaries", count["summary"], feed.count["log.entry"])
    feed.check("records kept whole", count["new"] + count["changed"], feed.count["external.record"])
    for clock in ("event's clock", "editor's clock"):
        feed.check(f"events with the {clock} right", count["new"], right[clock])
    polled = sum(
        instant(json.loads(e["data"]["body"])["seen"]) == instant(e["time"])
        for e in feed.events
        if e["type"] == "external.record"
    )
    feed.check("records with the poll's clock right", feed.count["external.record"], polled)
    return feed.isWrong


def nsw_rfs(data, events):
    feed = Feed("nsw-rfs", events)
    levels = {"Not Applicable": "low", "Advice": "moderate", "Watch and Act": "high", "Emergency Warning": "extreme"}
    ladders, last, count, right = collections.defaultdict(list), {}, collections.Counter(), 0
    declared = {e["subject"]: e for e in feed.events if e["type"] == "incident.declared"}
    for change in lines(data / "nsw_rfs" / "changes_2019-12.ndjson.gz"):
        number = change.get("id", "").rsplit("/", 1)[-1]
        count[change["kind"]] += 1
        if "rec" not in change:
            continue
        fields = change["rec"]["properties"]
        before = last.get(number)
        if before is None:
            stamped = datetime.datetime.strptime(fields["pub-date"][:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
            right += number in declared and instant(declared[number]["time"]) == stamped
        if before is None or before["alert-level"] != fields["alert-level"]:
            ladders[number].append(levels[fields["alert-level"]])
        if before is not None:
            count["status"] += before["status"] != fields["status"]
            count["type"] += before["type"] != fields["type"]
        last[number] = fields
    found = collections.defaultdict(list)
    for event in feed.events:
        if event["type"] == "threat.assessed":
            found[event["subject"]].append(event["data"]["level"])
    feed.check("fires declared", len(last), feed.count["incident.declared"])
    feed.check("fires with the right time of publication", len(last), right)
    feed.check("ladders of alert levels that are complete", len(ladders), sum(found[n] == s for n, s in ladders.items()))
    feed.check("rungs of them", sum(map(len, ladders.values())), feed.count["threat.assessed"])
    feed.check("changes of status", count["status"], feed.count["log.entry"])
    feed.check("changes of type", count["type"], feed.count["incident.reclassified"])
    feed.check("fires gone", count["gone"], feed.count["incident.closed"])
    feed.check("fires that came back", count["reappear"], feed.count["incident.phase.changed"])
    print(f"{feed.name}: records read: {sum(count[k] for k in ('new', 'change', 'gone', 'geom_only', 'reappear'))}")
    return feed.isWrong


def main():
    data, events = map(pathlib.Path, sys.argv[1:3])
    wrong = [check(data, events) for check in (sf_fire_units, clearwater_pd, polisen_se, nsw_rfs)]
    sys.exit(1 if any(wrong) else 0)


main()
