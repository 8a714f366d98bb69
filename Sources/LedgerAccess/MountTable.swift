import Foundation

/// Which file system holds which folder, read from Linux's `/proc/self/mountinfo`.
///
/// It compares paths byte by byte, as the kernel does.
package struct MountTable: Sendable {
  private struct Mount {
    let point: [ArraySlice<UInt8>]
    let type: String
  }

  private let mounts: [Mount]

  /// Reads the table's text; skips lines that are not mounts.
  init(_ text: String) {
    mounts = Array(text.utf8).split(separator: UInt8(ascii: "\n")).compactMap(Self.mount)
  }

  /// The mounts that this process sees; nil if there is no `/proc`.
  static func current() -> MountTable? {
    FileManager.default.contents(atPath: "/proc/self/mountinfo").map {
      MountTable(String(decoding: $0, as: UTF8.self))
    }
  }

  /// The type of the file system that holds an absolute path without links, such as `ext4`.
  func fileSystem(of path: String) -> String? {
    let components = Self.components(Array(path.utf8))
    var deepest: Mount?
    for mount in mounts where components.starts(with: mount.point) {
      // A later mount covers an earlier one at the same place.
      if mount.point.count >= deepest?.point.count ?? 0 { deepest = mount }
    }
    return deepest?.type
  }

  /// Whether other machines may have the same files open; a lock of this kernel may not hold for
  /// them.
  static func isNetwork(_ type: String) -> Bool {
    networkTypes.contains(type)
  }

  private static let networkTypes: Set = [
    "9p", "acfs", "afs", "beegfs", "ceph", "cifs", "coda", "cvfs", "davfs", "fhgfs", "gfs", "gfs2",
    "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs3", "nfs4", "ocfs2", "orangefs", "panfs",
    "pvfs2", "smb2", "smb3", "smbfs", "wekafs",
    "fuse.blobfuse", "fuse.blobfuse2", "fuse.ceph", "fuse.ceph-fuse", "fuse.cephfs", "fuse.cosfs",
    "fuse.curlftpfs", "fuse.davfs2", "fuse.dfuse", "fuse.gcsfuse", "fuse.glusterfs",
    "fuse.goofys", "fuse.gvfsd-fuse", "fuse.juicefs", "fuse.kio-fuse", "fuse.lizardfs",
    "fuse.mfs", "fuse.ossfs", "fuse.quobyte", "fuse.rclone", "fuse.s3fs", "fuse.seaweedfs",
    "fuse.smbnetfs", "fuse.sshfs", "fuse.xtreemfs",
    // Folders that a virtual machine shares with its host: by default their locks hold within one
    // guest only.
    "fuse.vmhgfs-fuse", "prl_fs", "vboxsf", "virtiofs", "vmhgfs",
  ]

  /// Reads `id parent device root point options ... - type source options`.
  private static func mount(_ line: ArraySlice<UInt8>) -> Mount? {
    let fields = line.split(separator: UInt8(ascii: " "))
    guard fields.count > 6, let dash = fields[6...].firstIndex(of: [UInt8(ascii: "-")]),
      dash + 1 < fields.count
    else { return nil }
    return Mount(
      point: components(decoded(fields[4])),
      type: String(decoding: decoded(fields[dash + 1]), as: UTF8.self))
  }

  private static func components(_ path: [UInt8]) -> [ArraySlice<UInt8>] {
    path.split(separator: UInt8(ascii: "/"))
  }

  /// Undoes the escapes in a field: the table has `\040` for a space, which separates its fields.
  private static func decoded(_ field: ArraySlice<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    var rest = field
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      if byte == UInt8(ascii: "\\"), digits.count == 3,
        let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
      {
        decoded.append(code)
        rest = rest.dropFirst(3)
      } else {
        decoded.append(byte)
      }
    }
    return decoded
  }
}
