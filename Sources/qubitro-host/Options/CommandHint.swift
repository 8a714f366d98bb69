import Effects
import Terminal

/// Suggests a command or an option of ours to a person who typed one of another tool, or a
/// misspelled one of ours.
enum CommandHint {
  private static let keyOptions =
    "--api-key-file or --api-key-command; a key among the arguments could be read by every process"

  /// Options of restic, rclone, certbot and Terraform, with what does the same here.
  private static let options: [String: String] = [
    "--password-file": "--api-key-file", "--password-command": "--api-key-command",
    "--password-stdin": "--api-key-file -",
    "--api-key": keyOptions, "--key": keyOptions,
    "--tpslimit": "--rate", "--limit-upload": "--rate", "--bwlimit": "--rate",
    "--transfers": "--concurrency", "--parallelism": "--concurrency",
    "--parallel": "--concurrency", "--jobs": "--concurrency", "-j": "--concurrency",
    "--max-transfer": "--max-creates", "--limit": "--max-creates",
    "--retry-lock": "--overlap wait", "--lock-timeout": "--overlap wait",
    "--no-lock": "--overlap; two runs never share a ledger",
    "--state": "--ledger", "--repo": "--ledger", "--db": "--ledger",
    "--cacert": "--ca-file", "--ca-certificate": "--ca-file",
    "--insecure": "--ca-file; certificates are always verified",
    "--proxy": "the environment variable HTTPS_PROXY",
    "--debug": "--trace", "--dump": "--trace",
    "--log-level": "-q, -v or --trace", "--verbosity": "-q, -v or --trace", "--silent": "-q",
    "--color": "--no-color, NO_COLOR",
    "--progress": "a terminal; the progress line comes by itself",
    "--no-random-sleep-on-renew": "--jitter 0", "--no-random-sleep": "--jitter 0",
    "--random-sleep": "--jitter",
    "--var": "KEY=VALUE behind the script", "-var": "KEY=VALUE behind the script",
    "--auto-approve": "nothing; plan shows, and run does it", "--dryrun": "--dry-run",
    "--output-json": "--json", "--format": "--json", "--exit-code": "--detailed-exitcode",
    "-V": "--version",
  ]

  /// Commands of the same tools, with what does the same here.
  private static let commands: [String: String] = [
    "apply": "run", "up": "run",
    "dry-run": "plan", "diff": "plan", "preview": "plan",
    "validate": "check", "lint": "check",
    "refresh": "reconcile", "sync": "reconcile",
    "state": "devices", "list": "devices list", "ls": "devices list", "show": "devices show",
    "export": "devices export", "dump": "devices export",
    "forget": "devices forget", "rm": "devices forget",
    "history": "runs list", "snapshots": "runs list", "log": "runs list",
    "verify": "ledger verify", "backup": "ledger backup",
    "unlock": "nothing: the lock of a ledger ends with its process",
    "resolve": "unknown resolve", "adopt": "import",
    "version": "--version", "completion": "--generate-completion-script bash",
  ]

  /// A line that names what the person may have meant; nil if nothing is close.
  ///
  /// `arguments` are the words after the program's name, and `refusal` is the parser's message.
  /// An option that another tool has may also be one of ours with a wrong value, so an option
  /// gets a hint only if the parser did not know it.
  static func hint(for arguments: [String], refusal: String, subcommands: [String])
    -> String?
  {
    if let first = arguments.first, !first.hasPrefix("-"), !subcommands.contains(first) {
      if let meant = commands[first] { return hint(first, meant, isCommand: true) }
      return Suggestion.nearest(to: first, among: subcommands).map {
        hint(first, $0, isCommand: true)
      }
    }
    for argument in arguments {
      let name = String(argument.prefix { $0 != "=" })
      if let meant = options[name], refusal.contains("Unknown option '\(name)'") {
        return hint(name, meant, isCommand: false)
      }
    }
    return nil
  }

  private static func hint(_ typed: String, _ meant: String, isCommand: Bool) -> String {
    let words = isCommand && !meant.hasPrefix("nothing") ? "qubitro-host \(meant)" : meant
    return "Hint: for '\(TerminalSafe.line(typed))' there is \(words)."
  }
}
