/// Tactical actions, force and the search of the scene.
extension EventSentence {
    static func sentence(of payload: TacticalActionExecuted) -> Sentence {
        let isSaidByKind =
            switch TacticalKind(payload.kind) {
            case .droneDeployed, .observerPlaced, .k9Deployed: true
            default: false
            }
        let result =
            switch TacticalResult(payload.result) {
            case .completed where isSaidByKind: ""
            case .partial: "done in part"
            case .completed, .aborted, .other: plain(payload.result)
            }
        let kind = payload.kind == "other" ? "other tactical action" : plain(payload.kind)
        return Sentence(phrase(kind.capitalised, result), list(payload.equipment).after("with"))
    }

    static func sentence(of payload: LessLethalDeployed) -> Sentence {
        let unit =
            switch LessLethalTool(payload.tool) {
            case .impact40mm, .beanbag, .pepperBall: "round"
            case .conductedEnergy, .pepperSpray, .waterCannon, .other: "use"
            }
        return Sentence(
            phrase(
                "Less-lethal",
                plain(payload.tool),
                payload.target.ref.after("on"),
                Self.unit(payload.by).after("by")
            ),
            payload.hasRounds ? count(payload.rounds, unit) : "",
            payload.effect == "unknown" ? "effect unknown" : plain(payload.effect)
        )
    }

    static func sentence(of payload: ChemicalAgentDeployed, _ event: Event) -> Sentence {
        let agent = payload.agent == "other" ? "another agent" : plain(payload.agent)
        return Sentence(
            phrase(
                payload.hasCanisters ? count(payload.canisters, "canister") : "Chemical agent",
                agent.after("of"),
                plain(payload.delivery).after("by")
            ),
            place(event.location),
            payload.hasWarningGiven ? payload.warningGiven ? "after a warning" : "without a warning" : "",
            payload.hasVentilated ? payload.ventilated ? "aired" : "not aired" : ""
        )
    }

    static func sentence(of payload: ForceUsed) -> Sentence {
        let kind = payload.kind == "other" ? "other force" : plain(payload.kind)
        let isSupervised = payload.supervisorPresent
        return Sentence(
            phrase(kind.capitalised, unit(payload.by).after("by"), payload.on.ref.after("on")),
            payload.hasRounds ? count(payload.rounds, "round") : "",
            condition(payload.result),
            payload.hasSupervisorPresent ? isSupervised ? "supervisor present" : "no supervisor present" : "",
            payload.reportNumber.after("report")
        )
    }

    static func sentence(of payload: SceneCleared) -> Sentence {
        let found = [
            payload.weapons > 0 ? count(payload.weapons, "weapon") : "",
            payload.persons > 0 ? count(payload.persons, "person") : "",
        ].filter { !$0.isEmpty }.joined(separator: " and ")
        let result =
            switch SearchResult(payload.result) {
            case .clear: "clear"
            case .found: "\(found.isEmpty ? "something" : found) found"
            case .other: plain(payload.result)
            }
        return Sentence(
            phrase("Searched", payload.area),
            result,
            payload.handedTo.after("handed to")
        ).saying(labelled("Hazards", payload.hazards))
    }
}
