/// The exit statuses, for the help of the commands that have them.
enum ExitStatusHelp {
  static let text = """
    Exit status:
      0   converged, or a healthy run holds the ledger
      1   the script failed, devices were rejected, or --max-creates was reached
      2   with --detailed-exitcode: something changed or would
      3   a person is needed: credentials are lost, or a name is taken
      64  usage                       66  the script is missing
      65  a limit of the script       69  the API cannot be reached
      70  an internal error           74  the ledger cannot be used
      75  try later: the next run goes on, or another run is stuck
      77  the API refused the key     78  the configuration is wrong
      130, 143  ended by SIGINT, SIGTERM
    """
}
