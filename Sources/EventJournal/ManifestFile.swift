import EventSchema
import Synchronization

/// The manifest on disk. Any thread may update it.
final class ManifestFile: Sendable {
    /// What reading the file gave.
    struct Content {
        /// The newest readable page.
        var manifest: Manifest?
        /// A page holds something unreadable: what is known may not be the newest.
        var isDoubtful = false
    }

    private struct State {
        var manifest: Manifest
        var file: (any JournalFile)?
    }

    private let directory: JournalDirectory
    private let state: Mutex<State>

    init(_ manifest: Manifest, in directory: JournalDirectory) {
        self.directory = directory
        state = Mutex(State(manifest: manifest))
    }

    /// Reads both pages; a missing file has none.
    static func load(from directory: JournalDirectory) throws(JournalError) -> Content {
        guard let file = try directory.storage.openIfPresent(directory.manifestPath) else { return Content() }
        let bytes = try file.read(2 * Manifest.pageByteCount, at: 0)
        var content = Content()
        for offset in stride(from: 0, to: bytes.count, by: Manifest.pageByteCount) {
            let page = Array(bytes[offset..<min(offset + Manifest.pageByteCount, bytes.count)])
            if page.isAllZero { continue }
            do throws(SegmentHeader.Fault) {
                let manifest = try Manifest(verifying: page.span.bytes)
                if manifest.generation >= content.manifest?.generation ?? 0 { content.manifest = manifest }
            } catch {
                switch error {
                case .format(let version): throw .format(version, path: directory.manifestPath)
                case .damaged: content.isDoubtful = true
                }
            }
        }
        return content
    }

    var current: Manifest { state.withLock { $0.manifest } }

    /// Changes the manifest and makes the change durable before it returns.
    func update(_ change: (inout Manifest) -> Void) throws(JournalError) {
        try state.withLock { (state) throws(JournalError) in
            var manifest = state.manifest
            change(&manifest)
            guard state.file == nil || manifest != state.manifest else { return }
            manifest.generation += 1
            try directory.testing.reached(.beforeManifestWrite)
            let file = if let file = state.file { file } else { try openFile() }
            let page = Int(manifest.generation % 2) * Manifest.pageByteCount
            try file.write(manifest.encoded.span.bytes, at: page)
            try directory.synchronize(file)
            state.manifest = manifest
            state.file = file
        }
    }

    private func openFile() throws(JournalError) -> any JournalFile {
        if let file = try directory.storage.openIfPresent(directory.manifestPath, forWriting: true),
            try file.byteCount() == 2 * Manifest.pageByteCount
        {
            return file
        }
        // New, or cut short. Both pages get their blocks now, so that no later write needs any; what was
        // readable is in memory and is written next.
        let file = try directory.storage.create(directory.manifestPath)
        try file.write([UInt8](repeating: 0, count: 2 * Manifest.pageByteCount).span.bytes, at: 0)
        try directory.synchronize(file)
        try directory.synchronizeNames()
        return file
    }
}

extension [UInt8] {
    /// Nothing but zeros, or nothing at all.
    var isAllZero: Bool { span.bytes.isAllZero }
}

extension RawSpan {
    /// Nothing but zeros, or nothing at all.
    var isAllZero: Bool {
        let wordsEnd = byteCount & ~7
        for offset in stride(from: 0, to: wordsEnd, by: 8)
        where littleEndian(at: offset, as: UInt64.self) != 0 {
            return false
        }
        for offset in wordsEnd..<byteCount where littleEndian(at: offset, as: UInt8.self) != 0 {
            return false
        }
        return true
    }
}
