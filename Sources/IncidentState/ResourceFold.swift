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
        guard let neededBy = requests[id]?.neededBy else { return }
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
            resources[reference.id] = resource
            if status == .cleared {
                clocks.end(.duty, reference.id, at: at)
            } else {
                clocks.beginOnce(.duty, reference.id, by: cause)
            }
            // Staging and then on scene is one arrival.
            guard isThere else { continue }
            if let answered, requests[answered]?.arrivals.contains(reference.id) == false {
                fill(answered, with: reference.id, resource, at)
            } else if answered == nil, !wasThere, let waiting = oldestRequest(missing: resource.kind) {
                fill(waiting, with: reference.id, resource, at)
            }
        }
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
        guard let kind = arrived.kind ?? requests[request]?.missingKind else { return }
        requests[request]?.arrivals.insert(resource)
        requests[request]?.arrive(kind, arrived.quantity, at: at)
        if requests[request]?.filledAt != nil { clocks.end(.resource, "\(request)", at: at) }
    }
}
