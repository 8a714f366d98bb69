import Foundation
import TestSupport

/// Debian's cron, in a world of its own: its tables and its mail are files of the test, and its
/// minutes take three seconds.
struct RealCron {
  /// Whether this process may mount, which root may in most places.
  static let canMount: Bool = {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/timeout")
    process.arguments = ["60", "unshare", "-m", "--pid", "--fork", "true"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  private let folder: TemporaryDirectory

  init(in folder: TemporaryDirectory) {
    self.folder = folder
  }

  /// A mail that cron has sent.
  struct Mail {
    let text: String

    var subject: String {
      text.split(separator: "\n").first { $0.hasPrefix("Subject: ") }.map(String.init) ?? ""
    }

    /// What the job has written.
    var body: String { text.components(separatedBy: "\n\n").dropFirst().joined(separator: "\n\n") }
  }

  /// Runs these commands every minute, each so often at least; returns all the mail.
  ///
  /// The night is that of a clock change, in which an hour is left out.
  func run(_ commands: [String], times: Int) async throws -> [Mail] {
    for name in ["spool/crontabs", "tables", "mail", "sbin"] {
      try FileManager.default.createDirectory(
        atPath: folder.file("cron/" + name), withIntermediateDirectories: true)
    }
    let lines = commands.enumerated().map {
      "* * * * * root \($1); echo $? >>\(folder.file("cron/ended-\($0)"))\n"
    }.joined()
    let ended = "$(cat \(folder.file("cron/ended-"))* | wc -l)"
    let end = "if [ \(ended) -ge \(commands.count * times) ]; then pkill -o -x cron; fi"
    try folder.write(
      "MAILTO=ops\n\(lines)* * * * * root \(end)\n", to: "cron/tables/qubitro-host",
      permissions: 0o644)
    try folder.write(
      "#!/bin/sh\nexec cat >'\(folder.file("cron/mail"))'/$$\n", to: "cron/sbin/sendmail",
      permissions: 0o755)
    let run = try await CommandRun.of(
      "/usr/bin/unshare",
      ["-m", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", daemon],
      environment: ["PATH": "/usr/bin:/bin", "TZ": "Europe/Berlin"], in: folder)
    guard run.exitStatus == 0 else {
      throw Failure(text: "cron ended with \(run.exitStatus): \(run.error)")
    }
    return try FileManager.default.contentsOfDirectory(atPath: folder.file("cron/mail")).sorted()
      .map { name in
        Mail(text: try String(contentsOfFile: folder.file("cron/mail/" + name), encoding: .utf8))
      }
  }

  /// The exit statuses of a command, in order.
  func statuses(of command: Int) throws -> [String] {
    try String(contentsOfFile: folder.file("cron/ended-\(command)"), encoding: .utf8).split(
      separator: "\n"
    ).map(String.init)
  }

  /// Why there was no cron.
  struct Failure: Error {
    let text: String
  }

  /// What runs when cron ends is left its time.
  private var daemon: String {
    """
    set -e
    cp /usr/sbin/cron '\(folder.file("cron/sbin"))'
    mount --make-rprivate /
    mount --bind '\(folder.file("cron/spool"))' /var/spool/cron
    mount --bind '\(folder.file("cron/tables"))' /etc/cron.d
    mount --bind '\(folder.file("cron/sbin"))' /usr/sbin
    mount --bind /dev/null /etc/crontab
    mount -t tmpfs none /run
    timeout 240 faketime -f '@2026-03-29 01:58:55 x20' /usr/sbin/cron -f || [ $? = 1 ]
    while pgrep -x 'qubitro-host|cron|sendmail|cat' >/dev/null; do sleep 0.1; done
    """
  }
}
