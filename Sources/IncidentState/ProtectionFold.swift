import EventSchema

/// What events say of the rings around the scene, and of what the public was told to do.
extension Incident {
    mutating func change(_ payload: PerimeterChanged, _ cause: SceneCause) {
        let at = cause.at
        let ring = PerimeterRing(payload.ring)
        let post = "\(payload.ring) perimeter"
        var perimeter = perimeters[ring] ?? Perimeter()
        let state = PerimeterState(payload.state)
        perimeter.state = state
        perimeter.changedAt = at
        if payload.hasPosts { perimeter.posts = Int(payload.posts) }
        if payload.hasSidesCovered { perimeter.sidesCovered = Int(payload.sidesCovered) }
        if state == .established {
            perimeter.establishedAt = perimeter.establishedAt ?? at
            (perimeter.breachedAt, perimeter.breaches) = (nil, [])
            clocks.end(.breach, payload.ring, at: at)
            if ring == .inner {
                containmentAt = containmentAt ?? at
                clocks.endAll(.containment, at: at)
            }
            if posts[post] == nil {
                posts[post] = Post(since: at)
                clocks.begin(.post, post, by: cause)
            }
        }
        if state == .released {
            posts[post] = nil
            clocks.end(.post, post, at: at)
        }
        perimeters[ring] = perimeter
    }

    mutating func breach(_ payload: PerimeterBreached, _ cause: SceneCause) {
        let ring = PerimeterRing(payload.ring)
        var perimeter = perimeters[ring] ?? Perimeter()
        let breach = Perimeter.Breach(direction: payload.direction, party: payload.party)
        if payload.resolved {
            perimeter.endBreach(breach)
            if perimeter.breaches.isEmpty { clocks.end(.breach, payload.ring, at: cause.at) }
        } else {
            perimeter.beginBreach(breach, at: cause.at)
            clocks.beginOnce(.breach, payload.ring, by: cause)
        }
        perimeters[ring] = perimeter
    }

    mutating func protect(
        _ payload: ProtectiveActionChanged,
        at place: String,
        _ cause: SceneCause
    ) {
        let at = cause.at
        let key = ProtectionKey(action: ProtectiveAction(payload.action), place: place)
        let state = ProtectiveActionState(payload.state)
        if key.action == .allClear { clear(place, at: at) }
        let known = protections[key]
        var protection = known ?? Protection(state: state, orderedAt: at, changedAt: at)
        protection.state = state
        protection.changedAt = at
        if payload.hasStructuresTotal { protection.structuresTotal = Int(payload.structuresTotal) }
        if payload.hasStructuresDone { protection.structuresDone = Int(payload.structuresDone) }
        if payload.hasPersons { protection.persons = Int(payload.persons) }
        if payload.hasRefusals { protection.refusals = Int(payload.refusals) }
        let isNew = known.map { !$0.isUnderWay } ?? true
        if isNew { protection.most = Protection.Progress() }
        let isProgress = protection.most.advance(by: Protection.Progress(payload)) || isNew
        protections[key] = protection
        guard key.action == .evacuate else { return }
        if !protection.isUnderWay {
            clocks.end(.evacuation, place, at: at)
        } else if isProgress {
            // News that says nothing new is no progress.
            clocks.begin(.evacuation, place, by: cause)
        }
    }

    /// An all-clear for a place that was named before ends what was told there; any other ends everything.
    private mutating func clear(_ place: String, at time: Timestamp) {
        let named = protections.keys.filter { $0.place == place }
        for key in named.isEmpty || place.isEmpty ? Array(protections.keys) : named {
            protections[key]?.state = .lifted
            protections[key]?.changedAt = time
            if key.action == .evacuate { clocks.end(.evacuation, key.place, at: time) }
        }
    }
}
