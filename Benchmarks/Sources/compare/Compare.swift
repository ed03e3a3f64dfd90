import ArgumentParser
import Foundation

/// Runs the reference and Switchboard in turn, and says how the one stands to the other.
@main
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the reference programs and Switchboard in turn and compares their figures.",
        discussion: "Exit status 1: a bound does not hold in a full run, or a program has failed."
    )

    @Option(help: "How many runs of each side; every ratio is the median of as many.")
    var rounds = 7

    @Option(help: "Only these cases, by name or by its first words, such as audit or audit-64. May be repeated.")
    var only: [String] = []

    @Option(help: "Write the table into this page, between its marks. A run that is not full leaves it alone.")
    var write: String?

    @Option(help: "Multiplies the operations; below 1 the run is a trial, in which no bound counts.")
    var scale = 1.0

    @Flag(help: "Exit with status 0 even where a bound does not hold.")
    var noBounds = false

    @Option(help: "The reference program. (default: the one beside this program)")
    var reference: String?

    @Option(help: "The program that does the work through Switchboard. (default: the one beside this program)")
    var subject: String?

    @Option(help: "The folder for the databases, on a disk.")
    var databases = "/var/tmp"

    func validate() throws {
        guard rounds > 0 else { throw ValidationError("--rounds: at least one is needed") }
        guard scale > 0, scale <= 1000 else { throw ValidationError("--scale: must lie above 0 and be at most 1000") }
        for name in only where !Comparison.all.contains(where: { $0.isMeant(by: name) }) {
            let names = Comparison.all.map(\.name).joined(separator: ", ")
            throw ValidationError("--only: there is no case \(name); there are \(names)")
        }
    }

    func run() throws {
        let page = try write.map(MarkedPage.init)
        let folder = try TemporaryFolder(in: databases)
        let children = Children(errors: "\(folder.path)/errors")
        defer { folder.remove() }
        try withExtendedLifetime(children.endWithThisProcess(folder.remove)) {
            try compare(try bench(children, folder), page)
        }
    }

    private func compare(_ bench: Bench, _ page: MarkedPage?) throws {
        let conditions =
            "\(Machine.current(bench.children).text). \(rounds) round\(rounds == 1 ? "" : "s"), "
            + "\(bench.cores.text); databases on \(bench.folder.fileSystem)."
        show("\(conditions)\n")
        var table = Table()
        var broken: [String] = []
        for comparison in Comparison.all where isMeant(comparison) {
            let findings = try findings(of: comparison, on: bench)
            table.add(comparison.title, findings)
            broken += findings.filter(\.isBroken).map { "\(comparison.title): \($0.measure.title)" }
        }
        show("\n\(table.markdown)\n")
        try conclude("\(conditions)\n\n\(table.markdown)", broken, page)
    }

    private func findings(of comparison: Comparison, on bench: Bench) throws -> [Finding] {
        show("\n\(comparison.title) ")
        // A failure's text begins on a line of its own, too.
        defer { show("\n") }
        let rounds = try bench.rounds(of: comparison, count: rounds) { show(".") }
        let findings = comparison.measures.map { Finding($0, rounds) }
        for finding in findings { show("\n  \(Table.line(finding))") }
        return findings
    }

    private func conclude(_ part: String, _ broken: [String], _ page: MarkedPage?) throws {
        guard isFull else {
            return show("\nNot a full run: no bound counts\(page == nil ? "" : ", and the page is left as it is").\n")
        }
        try page?.write(part)
        for bound in broken { show("The bound does not hold for \(bound).\n") }
        if !broken.isEmpty, !noBounds { throw ExitCode.failure }
    }

    /// Whether the figures are those that the bounds are about.
    private var isFull: Bool { only.isEmpty && scale >= 1 }

    private func isMeant(_ comparison: Comparison) -> Bool {
        only.isEmpty || only.contains { comparison.isMeant(by: $0) }
    }

    private func bench(_ children: Children, _ folder: TemporaryFolder) throws -> Bench {
        let folders = ProcessInfo.processInfo.environment["PATH", default: "/usr/bin"].split(separator: ":")
        let taskset = folders.map { "\($0)/taskset" }.first(where: FileManager.default.isExecutableFile)
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        return Bench(
            children: children,
            folder: folder,
            cores: Cores(status: status, taskset: taskset),
            taskset: taskset,
            programs: [.reference: try path(reference, .reference), .subject: try path(subject, .subject)],
            scale: scale
        )
    }

    private func path(_ path: String?, _ program: Program) throws -> String {
        let beside = Bundle.main.bundleURL.appending(path: program.rawValue).path(percentEncoded: false)
        let path = path ?? beside
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Complaint("there is no program \(path): build it, or name another with --\(program.rawValue)")
        }
        return path
    }
}

/// Prints at once, so that somebody can watch.
private func show(_ text: String) {
    print(text, terminator: "")
    fflush(nil)
}
