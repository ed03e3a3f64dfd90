import AuditStore
import SwitchboardCore

/// A reader that lists the whole log page by page, again and again, and tells what it saw: `listed COUNT`, or `failed ...`
/// where a page is not what it must be.
struct Listing {
    private let orders: Orders

    init(_ orders: Orders) {
        self.orders = orders
    }

    /// Reads until standard input ends; the last listing is a whole one.
    func run() async throws {
        let reader = try AuditReader(directory: orders.folder, masterKey: try orders.masterKey())
        var isLast = false
        while !isLast {
            isLast = inputHasEnded()
            await list(reader)
        }
    }

    private func list(_ reader: AuditReader) async {
        var query = AuditQuery(limit: 500)
        var count = 0
        var last: Int64?
        do throws(Failure) {
            repeat {
                let page = try await reader.page(query)
                for entry in page.entries {
                    // A row twice, or one that is missing.
                    if let last, entry.seq != last - 1 { return tell("failed \(entry.seq) comes after \(last)") }
                    last = entry.seq
                    count += 1
                }
                query.cursor = page.nextCursor
            } while query.cursor != nil
            if let last, last != 1 { return tell("failed a listing ends at \(last)") }
            _ = try await reader.page(AuditQuery(correlationID: "campaign-0"))
            _ = try await reader.openActions()
            tell("listed \(count)")
        } catch {
            tell("failed \(error.kind) \(error.message)")
        }
    }
}
