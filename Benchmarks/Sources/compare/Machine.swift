import Foundation

/// What the figures depend on: the machine, and the versions of what does the work.
struct Machine {
    var processor: String
    var coreCount: Int
    var kernel: String
    var swift: String
    var libcurl: String
    var sqlite: String

    /// The facts in one sentence.
    var text: String {
        "\(processor), \(coreCount) core\(coreCount == 1 ? "" : "s"); Linux \(kernel); "
            + "Swift \(swift), libcurl \(libcurl), SQLite \(sqlite)"
    }

    /// The value of a field in the text of `/proc/cpuinfo`.
    static func field(_ name: String, in text: String) -> String? {
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// The version in what `swift --version` prints.
    static func version(ofSwift text: String) -> String? {
        text.firstMatch(of: /Swift version ([0-9.]+)/).map { String($0.1) }
    }
}

extension Machine {
    /// Looks at the machine that this runs on; what it does not tell is "unknown".
    static func current(_ children: Children) -> Machine {
        let processor = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let kernel = (try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)) ?? "unknown"
        let swift = try? children.output(of: Command(path: "/usr/bin/env", arguments: ["swift", "--version"]))
        return Machine(
            processor: field("model name", in: processor) ?? "unknown processor",
            coreCount: ProcessInfo.processInfo.activeProcessorCount,
            kernel: kernel.trimmingCharacters(in: .whitespacesAndNewlines),
            swift: swift.flatMap(version(ofSwift:)) ?? "unknown",
            // "libcurl/8.5.0 OpenSSL/…"
            libcurl: loaded("libcurl.so.4", "curl_version")?.split(whereSeparator: { "/ ".contains($0) })
                .dropFirst().first.map(String.init) ?? "unknown",
            sqlite: loaded("libsqlite3.so.0", "sqlite3_libversion") ?? "unknown"
        )
    }

    /// What a library says of its version: the one that the loader gives to both programs, too.
    private static func loaded(_ library: String, _ function: String) -> String? {
        typealias Version = @convention(c) () -> UnsafePointer<CChar>?
        guard let handle = dlopen(library, RTLD_LAZY), let symbol = dlsym(handle, function) else { return nil }
        return unsafeBitCast(symbol, to: Version.self)().map { String(cString: $0) }
    }
}
