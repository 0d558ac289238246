import DequeModule

/// Work of many clients, of which each gets its turn by what was done for it before.
///
/// Start-time fair queueing: a client's next job counts as begun when its last one ended, or now if that was
/// earlier, in units of work done; the earliest is next. So one that asks for much waits for those that ask for
/// little, a newcomer is next, and who was away has saved nothing up. It touches nothing itself.
struct FairQueue<Client: Hashable, Job> {
    private struct Account {
        var jobs: Deque<Job> = []
        /// Where its next job begins.
        var start: UInt64
        /// Of two that begin at the same time, who came first is first.
        var turn: UInt64
    }

    /// Jobs of one client that may wait.
    let perClientMax: Int
    /// Jobs of all that may wait.
    let countMax: Int

    private var accounts: [Client: Account] = [:]
    private var time: UInt64 = 0
    private var turns: UInt64 = 0
    /// How many jobs wait.
    private(set) var count = 0

    init(perClientMax: Int, countMax: Int) {
        (self.perClientMax, self.countMax) = (perClientMax, countMax)
    }

    /// Appends a job.
    ///
    /// - Returns: The job that has no room: this one, when its client has too many; when there are too many in
    ///   all, the last of the client with the most. `nil` when all have.
    mutating func append(_ job: Job, of client: Client) -> Job? {
        let waiting = accounts[client]?.jobs.count ?? 0
        guard waiting < perClientMax else { return job }
        var dropped: Job?
        if count >= countMax {
            guard let longest = accounts.max(by: { $0.value.jobs.count < $1.value.jobs.count }),
                longest.value.jobs.count > waiting + 1
            else { return job }
            dropped = accounts[longest.key]?.jobs.popLast()
            count -= 1
        }
        turns += 1
        var account = accounts[client] ?? Account(start: time, turn: turns)
        if account.jobs.isEmpty { (account.start, account.turn) = (max(account.start, time), turns) }
        account.jobs.append(job)
        accounts[client] = account
        count += 1
        return dropped
    }

    /// Takes the next job.
    mutating func popFirst() -> (client: Client, job: Job)? {
        let next = accounts.lazy.filter { !$0.value.jobs.isEmpty }
            .min { ($0.value.start, $0.value.turn) < ($1.value.start, $1.value.turn) }
        guard let client = next?.key, let job = accounts[client]?.jobs.popFirst() else { return nil }
        time = max(time, accounts[client]?.start ?? time)
        count -= 1
        return (client, job)
    }

    /// Puts the work of a job that was taken on its client's account.
    mutating func charge(_ client: Client, _ work: Int) {
        accounts[client]?.start += UInt64(max(work, 1))
        // Who waits for nothing and is not ahead needs no account.
        if accounts.count > 2 * countMax {
            accounts = accounts.filter { !$0.value.jobs.isEmpty || $0.value.start > time }
        }
        if accounts.count > 2 * countMax { accounts = accounts.filter { !$0.value.jobs.isEmpty } }
    }

    /// Takes everything out.
    mutating func removeAll() -> [Job] {
        defer { (accounts, count) = ([:], 0) }
        return accounts.values.flatMap(\.jobs)
    }
}
