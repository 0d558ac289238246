"""Every limit and wait of this package, with the reason for its size."""

import os

DEFAULT_LIVE = os.environ.get("SCENEWIRE_LIVE_ENDPOINT", "tcp://127.0.0.1:5556")
"""Where a publisher broadcasts unless told otherwise, as for the command ``scenewire``."""

DEFAULT_REQUESTS = os.environ.get("SCENEWIRE_REQUESTS_ENDPOINT", "tcp://127.0.0.1:5557")
"""Where a publisher answers requests unless told otherwise, as for the command ``scenewire``."""

PROTOCOL_VERSION = 1
"""``Request.version`` and ``Reply.version`` of this package."""

SILENCE_SECONDS = 3.0
"""How long a peer may say nothing before its connection is given up: three missing heartbeats."""

SILENCE_SECONDS_MAX = 24.0
"""What the wait for an answer grows to, doubled by each silence: a busy publisher answers late, and an asker
that always hangs up before never hears it."""

ANSWER_SECONDS = 30.0
"""How long a caller waits for an answer unless it says otherwise; ten silences, so a restart fits in."""

LOOK_SECONDS = 0.3
"""How often it is looked whether anybody listens, while the first answer is waited for."""

NOBODY_SECONDS = 1.2
"""How long nobody listens before an asker that was never answered gives up, unless it was told how long to
wait; a publisher that is being started is there within that, mostly."""

PAUSE_SECONDS = 0.1
"""The wait before asking again after ``OVERLOADED`` or a new epoch, so that a busy publisher gets air."""

DAMAGE_RETRY_SECONDS = 10.0
"""The wait before asking again for records that the publisher cannot read."""

REPORT_SECONDS = 1.0
"""The shortest time between two reports of a cursor; only the newest is sent."""

REQUESTS_UNDER_WAY_MAX = 8
"""Requests of one connection without an answer; the publisher keeps answers for up to 16."""

PARCEL_EVENTS_MAX = 1_024
"""Events in one publish request; a publisher takes 10,000, but then answers later than it could."""

PARCEL_BYTES_MAX = 1 << 18
"""Bytes of events in one publish request, their byte counts included; a publisher takes 1 MiB."""

FRAME_BYTES_MAX = 1_114_112
"""The longest frame; libzmq hangs up on a peer that sends more."""

LIVE_MESSAGES_MAX = 64
"""Live messages that libzmq keeps while the consumer is busy; what comes beyond is replayed later."""

HEARTBEATS_BEHIND_MAX = 3
"""Heartbeats in a row that may know less than the subscriber, having waited while a replay overtook them."""

REPLIES_MAX = 64
"""Replies that libzmq keeps; more than can be under way."""

TOPIC_BYTES_MAX = 200
"""The longest topic prefix."""
