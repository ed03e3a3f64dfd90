import Foundation

/// A sound action of each name: the seeds of the target `actions`, below the folder in `FUZZ_CORPUS`.
enum Sample {
    static let all: [String: Data] = {
        let folder = "\(ProcessInfo.processInfo.environment["FUZZ_CORPUS"] ?? "Corpus")/actions"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            fatalError("no folder \(folder); set FUZZ_CORPUS")
        }
        var samples: [String: Data] = [:]
        for name in names where !name.contains("-") {
            guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
            var lines = Lines(bytes)
            samples[lines.next()] = Data(lines.rest)
        }
        return samples
    }()
}
