import Testing

@testable import compare

struct TemporaryFolderTests {
    @Test(arguments: [
        ("/var/tmp", "ext4"), ("/tmp", "tmpfs"), ("/tmp/a", "tmpfs"), ("/tmpo", "ext4"), ("/data/x", "xfs"),
        ("/", "ext4"),
    ])
    func findsTheInnermostMount(_ folder: String, _ expected: String) {
        let mounts = """
            /dev/vda / ext4 rw 0 0
            none /tmp tmpfs rw 0 0
            /dev/vdb /data ext4 rw 0 0
            /dev/vdc /data xfs rw 0 0

            """
        #expect(TemporaryFolder.fileSystem(of: folder, mounts: mounts) == expected)
    }
}
