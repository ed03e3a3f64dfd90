import HTTPTypes
import SwitchboardCore

/// `export.download`: the file of an export that has been started, unzipped.
extension IntercomProvider {
    func downloadExport(
        _ action: DownloadExport,
        using client: ProviderClient
    ) async throws(Failure) -> DownloadExport.Receipt {
        guard let id = action.exportID else {
            throw .invalidInput("export_id", "is missing; start an export with export.start and give its export_id")
        }
        try refuseOtherExports(action)
        var request = WireRequest(.get, "/download/content/data/{id}", ["id": id], at: base, .safe)
        request.headers[.accept] = "application/octet-stream"
        let outgoing = request
        return try await client.withFile(at: action.path) { (file: any ByteSink) async throws(Failure) in
            let unzipped = GunzipSink(into: file)
            _ = try await client.send(outgoing, into: unzipped)
            try await unzipped.finish()
            return DownloadExport.Receipt(bytes: await unzipped.count)
        }
    }

    /// Kind and span were chosen when the export was started.
    private func refuseOtherExports(_ action: DownloadExport) throws(Failure) {
        let given = [("kind", action.kind != nil), ("from", action.from != nil), ("cursor", action.cursor != nil)]
        guard let (field, _) = given.first(where: \.1) else { return }
        throw .invalidInput(field, "does not apply to an Intercom export that was started; leave it out")
    }
}
