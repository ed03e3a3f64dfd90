import Glibc

/// Which file a path leads to.
struct FileIdentity: Equatable {
    private let device: UInt64
    private let inode: UInt64

    /// Looks at a path; `nil` where there is nothing.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}
