import EventBus
import EventJournal
import EventSchema
import Metrics
import MetricsExposition

/// The publisher's numbers. Made once; counted on the threads where things happen.
struct PublisherMetrics: Sendable {
    static let descriptions = [
        MetricDescription("scenewire_publisher_commits_total", "Commits made durable."),
        MetricDescription(
            "scenewire_publisher_commit_records",
            "Records in one commit.",
            bucketBounds: MetricDescription.countBounds
        ),
        MetricDescription("scenewire_publisher_records_total", "Records made durable."),
        MetricDescription(
            "scenewire_publisher_commit_seconds",
            "From the start of a commit's write to its broadcast.",
            bucketBounds: MetricDescription.secondsBounds
        ),
        MetricDescription(
            "scenewire_publisher_sync_seconds",
            "One sync of a commit to stable storage.",
            bucketBounds: MetricDescription.secondsBounds
        ),
        MetricDescription(
            "scenewire_publisher_live_messages",
            "Live messages handed to ZeroMQ since the start."
        ),
        MetricDescription("scenewire_publisher_subscriptions", "Different topic prefixes subscribed to."),
        MetricDescription(
            "scenewire_publisher_replays_total",
            "Replay requests answered with records or none."
        ),
        MetricDescription("scenewire_publisher_replayed_bytes_total", "Bytes of records sent by replay."),
        MetricDescription("scenewire_publisher_refused_events_total", "Events not recorded, by reason."),
        MetricDescription(
            "scenewire_publisher_refused_requests_total",
            "Requests not carried out, by fault."
        ),
        MetricDescription(
            "scenewire_publisher_duplicates_total",
            "Events offered again after they were recorded."
        ),
        MetricDescription(
            "scenewire_publisher_clock_steps_total",
            "Times the wall clock went back by a second or more."
        ),
        MetricDescription(
            "scenewire_publisher_subscription_floods_total",
            "Times everybody was hung up on because of too many subscriptions."
        ),
        MetricDescription(
            "scenewire_publisher_memory_floods_total",
            "Times a peer, or everybody, was hung up on because memory was beyond its limit."
        ),
        MetricDescription(
            "scenewire_publisher_shed_peers_total",
            "Connections that were closed because there were too many."
        ),
        MetricDescription(
            "scenewire_publisher_dropped_replies_total",
            "Replies that were dropped because their peers did not read."
        ),
        MetricDescription("scenewire_publisher_damage_total", "Places found damaged in the journal."),
        MetricDescription("scenewire_publisher_head_sequence", "The last durable record's sequence number."),
        MetricDescription(
            "scenewire_publisher_epoch",
            "Which start of this stream's publisher it is: its second since 1970, or more."
        ),
        MetricDescription(
            "scenewire_publisher_read_only",
            "1 while the disk is full and nothing is accepted."
        ),
        MetricDescription(
            "scenewire_consumer_cursor",
            "The last record that a consumer has reported as stored.",
            seriesCountMax: ConsumerRegistry.countMax
        ),
        MetricDescription(
            "scenewire_consumer_lag_records",
            "Records between a consumer's cursor and the head.",
            seriesCountMax: ConsumerRegistry.countMax
        ),
    ]

    let duplicates = Counter(label: "scenewire_publisher_duplicates_total")
    let clockSteps = Counter(label: "scenewire_publisher_clock_steps_total")
    let damage = Counter(label: "scenewire_publisher_damage_total")
    let memoryFloods = Counter(label: "scenewire_publisher_memory_floods_total")
    let shedPeers = Counter(label: "scenewire_publisher_shed_peers_total")
    let droppedReplies = Counter(label: "scenewire_publisher_dropped_replies_total")
    let floods = Counter(label: "scenewire_publisher_subscription_floods_total")
    let replays = Counter(label: "scenewire_publisher_replays_total")
    let replayedBytes = Counter(label: "scenewire_publisher_replayed_bytes_total")
    let subscriptions = Gauge(label: "scenewire_publisher_subscriptions")
    private let commits = Counter(label: "scenewire_publisher_commits_total")
    private let records = Counter(label: "scenewire_publisher_records_total")
    private let commitRecords = Recorder(label: "scenewire_publisher_commit_records", aggregate: true)
    private let commitSeconds = Timer(label: "scenewire_publisher_commit_seconds")
    private let syncSeconds = Timer(label: "scenewire_publisher_sync_seconds")
    private let liveMessages = Gauge(label: "scenewire_publisher_live_messages")
    private let refusedEvents: [BusRefusalReason: Counter]
    private let refusedRequests: [BusRequestFault: Counter]

    init() {
        // Every reason from the start, at 0: a series that appears with its first count hides that count
        // from rate().
        refusedEvents = Self.counters("scenewire_publisher_refused_events_total", by: "reason") {
            "\($0)"
        }
        refusedRequests = Self.counters("scenewire_publisher_refused_requests_total", by: "fault") {
            "\($0)"
        }
    }

    /// Lets every scrape read what the journal and the sequencer know.
    static func observe(_ reader: JournalReader, _ sequencer: Sequencer, in registry: PrometheusRegistry) {
        registry.observeGauge("scenewire_publisher_head_sequence") {
            Double(reader.bounds.head.sequence.value)
        }
        registry.observeGauge("scenewire_publisher_epoch") { Double(reader.bounds.epoch) }
        registry.observeGauge("scenewire_publisher_read_only") { sequencer.view.isReadOnly ? 1 : 0 }
    }

    /// Lets every scrape read how far a consumer is.
    static func observe(
        consumer name: String,
        in consumers: ConsumerRegistry,
        _ reader: JournalReader,
        _ registry: PrometheusRegistry
    ) {
        let dimensions = [("consumer", name)]
        registry.observeGauge("scenewire_consumer_cursor", dimensions: dimensions) {
            consumers[name].map { Double($0.cursor.sequence.value) }
        }
        registry.observeGauge("scenewire_consumer_lag_records", dimensions: dimensions) {
            // The head is read last, so that the lag is never negative.
            consumers[name].map { Double(reader.bounds.head.sequence.value - $0.cursor.sequence.value) }
        }
    }

    /// Counts one durable commit.
    func countCommit(_ batch: RecordBatch, took time: Duration, sent liveCount: Int) {
        commits.increment()
        records.increment(by: batch.count)
        commitRecords.record(batch.count)
        commitSeconds.recordNanoseconds(Self.nanoseconds(time))
        liveMessages.record(liveCount)
    }

    /// Counts one sync of the journal.
    func countSync(took time: Duration) {
        syncSeconds.recordNanoseconds(Self.nanoseconds(time))
    }

    /// Counts what an answer refuses.
    func countRefusals(_ published: BusPublished) {
        for refusal in published.refusals { refusedEvents[refusal.reason]?.increment() }
    }

    /// Counts an event that was refused before it came to the sequencer.
    func countRefusedEvent(_ reason: BusRefusalReason) {
        refusedEvents[reason]?.increment()
    }

    /// Counts a request that was not carried out.
    func countRefusedRequest(_ fault: BusRequestFault) {
        refusedRequests[fault]?.increment()
    }

    private static func nanoseconds(_ time: Duration) -> Int64 {
        time.components.seconds * 1_000_000_000 + time.components.attoseconds / 1_000_000_000
    }

    private static func counters<Word: CaseIterable & Hashable>(
        _ label: String,
        by dimension: String,
        _ name: (Word) -> String
    ) -> [Word: Counter] {
        let pairs = Word.allCases.map { word in
            (word, Counter(label: label, dimensions: [(dimension, name(word))]))
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
