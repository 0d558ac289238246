import EventSchema

/// What events say of units, teams and items, and of the requests that they fill.
extension Incident {
    mutating func request(_ payload: ResourceRequested, _ cause: SceneCause) {
        let (id, at) = (cause.event, cause.at)
        var needs: [ResourceKind: Int] = [:]
        for need in payload.needs { needs[ResourceKind(need.kind), default: 0] += Int(need.quantity) }
        requests[id] = ResourceRequest(
            requestedAt: at,
            neededBy: payload.hasNeededBy ? Timestamp(payload.neededBy) : nil,
            needs: needs
        )
        for early in earlyArrivals.removeValue(forKey: id) ?? [] {
            fill(id, with: early.name, early.resource, max(at, early.at))
        }
        guard let request = requests[id], request.filledAt == nil, let neededBy = request.neededBy else {
            return
        }
        let label = needs.keys.map(\.word).sorted().joined(separator: ", ")
        clocks.begin(.resource, "\(id)", label: label, from: neededBy, by: cause)
    }

    mutating func change(_ payload: ResourceStatusChanged, _ cause: SceneCause) {
        let at = cause.at
        let status = UnitStatus(payload.status)
        let answered = EventID(payload.answers)
        let isThere = [.arrived, .onScene, .staging].contains(status)
        for reference in payload.resources {
            let known = resources[reference.id]
            let wasThere = known.map { [.arrived, .onScene, .staging].contains($0.status) } ?? false
            var resource = known ?? Resource(kind: nil, status: status, changedAt: at)
            resource.status = status
            resource.changedAt = at
            if reference.hasKind { resource.kind = ResourceKind(reference.kind) }
            if reference.hasQuantity { resource.quantity = Int(reference.quantity) }
            if reference.hasPersonnel { resource.personnel = Int(reference.personnel) }
            if let answered { resource.answers = answered }
            if status == .cleared { resource.answers = nil }
            resources[reference.id] = resource
            if status == .cleared {
                clocks.end(.duty, reference.id, at: at)
            } else {
                clocks.beginOnce(.duty, reference.id, by: cause)
            }
            // Staging and then on scene is one arrival.
            guard isThere else { continue }
            if let request = resource.answers, arrive(reference.id, resource, for: request, at) {
                continue
            }
            if answered == nil, !wasThere, let waiting = oldestRequest(missing: resource.kind) {
                fill(waiting, with: reference.id, resource, at)
            }
        }
    }

    /// Counts a resource that came for a request that it named, now or when it set out.
    ///
    /// - Returns: Whether it had not come for it before.
    private mutating func arrive(
        _ name: String,
        _ resource: Resource,
        for request: EventID,
        _ at: Timestamp
    ) -> Bool {
        guard let known = requests[request] else {
            if earlyArrivals[request]?.contains(where: { $0.name == name }) == true { return false }
            earlyArrivals[request, default: []].append(EarlyArrival(name: name, resource: resource, at: at))
            return true
        }
        guard !known.arrivals.contains(name) else { return false }
        fill(request, with: name, resource, at)
        return true
    }

    /// One that says what it is may serve a request that it does not name.
    private func oldestRequest(missing kind: ResourceKind?) -> EventID? {
        guard let kind else { return nil }
        return requests.filter { $0.value.isMissing(kind) }
            .min { ($0.value.requestedAt, $0.key) < ($1.value.requestedAt, $1.key) }?.key
    }

    private mutating func fill(
        _ request: EventID,
        with resource: String,
        _ arrived: Resource,
        _ at: Timestamp
    ) {
        // Who sends another kind for a request knows that it will do; in whose place, where several kinds are
        // missing, nobody has said.
        let asked = arrived.kind.flatMap { requests[request]?.needs[$0] == nil ? nil : $0 }
        guard let kind = asked ?? requests[request]?.onlyMissingKind else { return }
        requests[request]?.arrivals.insert(resource)
        requests[request]?.arrive(kind, arrived.quantity, at: at)
        if requests[request]?.filledAt != nil { clocks.end(.resource, "\(request)", at: at) }
    }
}
