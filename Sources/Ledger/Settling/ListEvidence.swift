/// What one list of a project says about itself.
package struct ListEvidence: Hashable, Sendable {
  /// Whether it shows every device that the ledger knows to exist; a list that was cut off does not.
  package var showsAllKnown: Bool
  /// The newest intent among the known devices that it shows; a list that lags behind does not show new ones.
  package var newestShown: Int64?
  /// Whether it shows markers, so that a device without its marker is another one.
  package var showsMarkers: Bool

  package init(showsAllKnown: Bool, newestShown: Int64? = nil, showsMarkers: Bool = false) {
    self.showsAllKnown = showsAllKnown
    self.newestShown = newestShown
    self.showsMarkers = showsMarkers
  }
}
