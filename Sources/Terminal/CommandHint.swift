import Effects

/// What somebody meant who types what other tools of the field have, or nearly what ours has.
package enum CommandHint {
  /// Options of restic, rclone, certbot and Terraform, and what stands for them here.
  private static let options: [String: String] = [
    "--password-file": "--api-key-file", "--password-command": "--api-key-command",
    "--password-stdin": "--api-key-file -",
    "--api-key":
      "--api-key-file or --api-key-command; a key among the arguments could be read by every process",
    "--key":
      "--api-key-file or --api-key-command; a key among the arguments could be read by every process",
    "--tpslimit": "--rate", "--limit-upload": "--rate", "--bwlimit": "--rate",
    "--transfers": "--concurrency",
    "--parallelism": "--concurrency", "--parallel": "--concurrency", "--jobs": "--concurrency",
    "-j": "--concurrency",
    "--max-transfer": "--max-creates", "--limit": "--max-creates", "--retry-lock": "--overlap wait",
    "--lock-timeout": "--overlap wait",
    "--no-lock": "--overlap; two runs never share a ledger", "--state": "--ledger",
    "--repo": "--ledger", "--db": "--ledger",
    "--cacert": "--ca-file", "--ca-certificate": "--ca-file",
    "--insecure": "--ca-file; certificates are always verified",
    "--proxy": "the environment variable HTTPS_PROXY", "--log-level": "-q, -v or --trace",
    "--debug": "--trace",
    "--dump": "--trace",
    "--verbosity": "-q, -v or --trace", "--silent": "-q", "--color": "--no-color, NO_COLOR",
    "--progress": "a terminal; the progress line comes by itself",
    "--no-random-sleep-on-renew": "--jitter 0", "--no-random-sleep": "--jitter 0",
    "--random-sleep": "--jitter",
    "--var": "KEY=VALUE behind the script", "-var": "KEY=VALUE behind the script",
    "--auto-approve": "nothing; plan shows, and run does it",
    "--output-json": "--json", "--format": "--json", "--exit-code": "--detailed-exitcode",
    "--dryrun": "--dry-run",
    "-V": "--version",
  ]

  private static let commands: [String: String] = [
    "apply": "run", "up": "run", "dry-run": "plan", "diff": "plan", "preview": "plan",
    "validate": "check", "lint": "check",
    "refresh": "reconcile", "sync": "reconcile", "list": "devices list", "ls": "devices list",
    "show": "devices show",
    "export": "devices export", "forget": "devices forget", "rm": "devices forget",
    "state": "devices", "history": "runs list",
    "snapshots": "runs list", "log": "runs list", "verify": "ledger verify",
    "backup": "ledger backup", "dump": "devices export",
    "resolve": "unknown resolve", "version": "--version",
    "completion": "--generate-completion-script bash",
    "unlock": "nothing: the lock of a ledger ends with its process", "adopt": "import",
  ]

  /// A line that names what was meant, or nil where nothing comes near; `arguments` are those
  /// behind the program's name.
  ///
  /// `refusal` says why they were refused: an option that another tool has too may be one of ours,
  /// and only its value be wrong.
  package static func hint(for arguments: [String], refusal: String, subcommands: [String])
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
