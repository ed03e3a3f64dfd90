import GRDB
import SwitchboardCore

/// The names of one month's file by their numbers, as the canonical form has them.
struct NameTable: Sendable {
    /// The numbers of the kinds whose details a verification reads.
    let told: [Int64]

    private let names: [Int64: String]
    /// The canonical forms of the numbers from 0 on, which are all that a writer gives out for a long time.
    private let first: [[UInt8]]

    /// Reads the names of a file.
    init(_ db: Database) throws {
        let names = try db.names()
        self.names = names
        told = try [EntryKind.gap, .operator].compactMap { try db.idOfName($0.rawValue) }
        first = (Int64(0)..<256).map { Self.canonical(names[$0]) }
    }

    /// The name that a number stands for.
    subscript(_ number: Int64) -> String { names[number] ?? "" }

    /// The canonical form of the name that a number stands for.
    func canonical(_ number: Int64) -> [UInt8] {
        first.indices.contains(Int(truncatingIfNeeded: number))
            ? first[Int(truncatingIfNeeded: number)] : Self.canonical(names[number])
    }

    private static func canonical(_ name: String?) -> [UInt8] {
        var bytes: [UInt8] = []
        // A number without a name cannot have been hashed.
        bytes.append(text: name ?? "")
        return bytes
    }
}
