import Testing

@testable import LedgerAccess

struct MountTableTests {
  private let table = MountTable(
    #"""
    22 27 0:21 / /proc rw,relatime - proc proc rw
    27 1 254:0 / / rw,relatime shared:1 master:2 - ext4 /dev/vda rw,discard
    30 27 0:40 / /srv/data rw - nfs4 server:/export rw,vers=4.2
    31 30 8:1 / /srv/data/local rw - xfs /dev/sda1 rw
    32 27 0:41 / /mnt/my\040files rw - fuse.sshfs gw: rw
    33 27 0:42 / /mnt/a\134040b rw - cifs //server/share rw
    34 27 0:43 / /auto rw - autofs systemd-1 rw
    35 34 0:44 / /auto rw - nfs server:/home rw
    this is no mount
    36 27 0:45 / /short rw -
    37 27 0:46 / /empty rw - tmpfs  rw
    """#)

  @Test(arguments: [
    ("/", "ext4"), ("/home/iot/ledger.sqlite", "ext4"), ("/proc/1", "proc"), ("/srv/data", "nfs4"),
    ("/srv/data/", "nfs4"),
    ("/srv/data/x/ledger.sqlite", "nfs4"), ("/srv/data/local/ledger.sqlite", "xfs"),
    ("/short/x", "ext4"), ("/empty/x", "tmpfs"),
  ])
  func `the deepest mount point that holds a path counts`(path: String, type: String) {
    #expect(table.fileSystem(of: path) == type)
  }

  @Test(arguments: [
    ("/srv/database", "ext4"), ("/srv/data/locals", "nfs4"), ("/processes", "ext4"),
  ])
  func `a mount point holds no path that only begins like it`(path: String, type: String) {
    #expect(table.fileSystem(of: path) == type)
  }

  @Test(arguments: [
    ("/mnt/my files/x", "fuse.sshfs"), (#"/mnt/a\040b/x"#, "cifs"), ("/mnt/a b/x", "ext4"),
  ])
  func `escapes are undone once`(path: String, type: String) {
    #expect(table.fileSystem(of: path) == type)
  }

  @Test func `a later mount covers an earlier one`() {
    #expect(table.fileSystem(of: "/auto/x") == "nfs")
  }

  @Test func `names are bytes and not characters`() {
    let table = MountTable(
      "1 0 0:1 / /\u{E9} rw - nfs a rw\n2 0 0:1 / /\u{301}x rw - cifs \u{301}a rw\n")
    #expect(table.fileSystem(of: "/\u{E9}/x") == "nfs")
    #expect(table.fileSystem(of: "/e\u{301}/x") == nil)
    #expect(table.fileSystem(of: "/\u{301}x/y") == "cifs")
  }

  @Test(arguments: [
    "nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "fuse.sshfs", "fuse.s3fs", "ocfs2", "virtiofs",
  ])
  func `a file system that others may share is a network one`(type: String) {
    #expect(MountTable.isNetwork(type))
  }

  @Test(arguments: [
    "ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "fuseblk", "fuse", "fuse.mergerfs", "nfsd",
    "",
  ])
  func `a local file system is none`(type: String) {
    #expect(!MountTable.isNetwork(type))
  }

  @Test func `an empty table knows nothing`() {
    #expect(MountTable("").fileSystem(of: "/") == nil)
  }

  #if os(Linux)
    @Test func `the table of this process has a root`() {
      #expect(MountTable.current()?.fileSystem(of: "/") != nil)
    }
  #endif
}
