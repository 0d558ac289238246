/// What the software says about itself: sources, alerts and archives.
extension EventSentence {
    static func sentence(of payload: SourceHeartbeat, _ event: Event) -> Sentence {
        let offset = payload.clockOffsetMs
        let clock = payload.hasClockOffsetMs ? "clock \(offset > 0 ? "+" : "")\(offset) ms" : ""
        let last = payload.lastSequence == 0 ? "no event yet" : "last event \(payload.lastSequence)"
        return Sentence(
            phrase(event.source, payload.signingOff ? "signs off" : "is alive"),
            payload.hasLastSequence ? last : "",
            phrase(clock, clock.isEmpty ? "" : plain(payload.clockSync).after("by")),
            payload.backlog > 0 ? "\(payload.backlog) waiting" : ""
        )
    }

    static func sentence(of payload: AlertRaised) -> Sentence {
        let audience = list(payload.audience)
        return Sentence(payload.rule, payload.late ? "late" : "")
            .saying(phrase(payload.text, audience.after("→")))
    }

    static func sentence(of payload: AlertDelivered) -> Sentence {
        Sentence(
            phrase(
                "Alert delivered",
                payload.recipient.after("to"),
                payload.channel.after("by"),
                payload.hasLatencyMs ? duration(milliseconds: payload.latencyMs).after("in") : ""
            ),
            payload.attempts > 1 ? count(payload.attempts, "attempt") : ""
        )
    }

    static func sentence(of payload: AlertFailed) -> Sentence {
        Sentence(
            phrase(
                "Alert not delivered",
                payload.recipient.after("to"),
                payload.channel.after("by"),
                payload.hasAttempts ? count(payload.attempts, "attempt").after("after") : ""
            ),
            payload.gaveUp ? "given up" : ""
        ).saying(payload.reason)
    }

    static func sentence(of payload: AlertAcknowledged, _ event: Event) -> Sentence {
        let action =
            switch AcknowledgementAction(payload.action) {
            case .ack: "acknowledged"
            case .clear: "cleared"
            case .escalate: "escalated"
            case .snooze: "snoozed"
            case .other: plain(payload.action)
            }
        return Sentence(
            phrase(
                "Alert",
                action,
                person(payload.by).after("by"),
                time(payload.until, of: event, isThere: payload.hasUntil).after("until")
            ),
            payload.channel.after("through")
        ).saying(payload.note)
    }

    static func sentence(of payload: AlertEscalated) -> Sentence {
        Sentence(
            phrase("Alert escalated", list(payload.audience).after("to")),
            payload.hasStep ? "step \(payload.step)" : ""
        ).saying(payload.reason)
    }

    static func sentence(of payload: AlertSilenced, _ event: Event) -> Sentence {
        if payload.ended {
            return Sentence(
                phrase("Silence", payload.silence, "ended", person(payload.by).after("by"))
            ).saying(payload.reason)
        }
        let alerts =
            payload.alert.isEmpty
            ? payload.rule.isBlank ? "All alerts" : "Alerts of \(payload.rule)" : "One alert"
        return Sentence(
            phrase(
                alerts,
                "silenced",
                person(payload.by).after("by"),
                time(payload.until, of: event, isThere: payload.hasUntil).after("until")
            )
        ).saying(payload.reason)
    }

    static func sentence(of payload: AlertResolved) -> Sentence {
        Sentence("Alert resolved").saying(payload.reason)
    }

    static func sentence(of payload: ArchiveCheckpoint) -> Sentence {
        Sentence(
            phrase(
                "Archive",
                payload.archive,
                "complete",
                payload.hasSequence ? "up to record \(payload.sequence)" : ""
            )
        )
    }
}
