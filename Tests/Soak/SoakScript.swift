import TestSupport

/// One of the scripts of a round; all share a ledger.
struct SoakScript: Sendable {
  let name: String
  let count: Int
  /// Whether it deletes what it has made, so that its keys are made again by every run.
  let deletes: Bool

  var text: String {
    guard !deletes else {
      return """
        for n = 1, \(count) do
          local d = qubitro.create_device { name = "\(name)-" .. n, source = "mqtt" }
          if d and n % 2 == 0 then qubitro.delete_device { id = d.id } end
        end
        """
    }
    return """
      local n = 0
      qubitro.create_devices(function()
        n = n + 1
        if n > \(count) then return end
        local source = n % 2 == 0 and "mqtt" or "http"
        return { name = "\(name)-" .. n, source = source, tags = { "soak" } }
      end, { concurrency = 32 })
      """
  }

  /// Whether a device of this name is one that the script may have deleted without the ledger's
  /// knowledge, when it was killed in between.
  func mayHaveDeleted(_ name: String) -> Bool {
    deletes && name.hasPrefix(self.name + "-")
  }
}
