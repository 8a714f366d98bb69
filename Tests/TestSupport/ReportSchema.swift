import Foundation

/// The JSON Schema of what `--json` writes, and a validator for it: Debian's python3-jsonschema,
/// which dev/setup installs.
package enum ReportSchema {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A sentence for each line that does not fit; empty when all do.
  package static func violations(in lines: String) async throws -> [String] {
    let folder = try TemporaryDirectory()
    try folder.write(lines, to: "lines")
    let paths = ["Tests/Schema/validate.py", "docs/schema/report-1.json"].map {
      root.appending(path: $0).path
    }
    let run = try await CommandRun.of("/usr/bin/python3", paths + ["lines"], in: folder)
    let failure =
      run.exitStatus == 0 ? [] : ["the validator ended with \(run.exitStatus): \(run.error)"]
    return run.output.split(separator: "\n").map(String.init) + failure
  }
}
