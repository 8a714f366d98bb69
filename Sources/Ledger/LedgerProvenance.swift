/// Whether a ledger's file is the one that the last run left here, as far as the note in the lock
/// file can tell.
///
/// A plan asks as a run does, so that both look at the same projects.
package enum LedgerProvenance: Sendable {
  /// It is, or there is nothing in it to forget.
  case asLeft
  /// A run was killed on it, or goes on: what it has made since its last record nobody can tell.
  case unsealed
  /// It is a copy, or was brought back from one.
  case broughtBack

  /// Whether it is still known what a project held before the ledger's first device there.
  ///
  /// A list costs little; only where the key may not list is the doubt after a run that was killed
  /// left as it is.
  package func trusts(_ look: ProjectLook) -> Bool {
    switch (self, look) {
    case (.asLeft, _), (.unsealed, .waived): true
    case (.unsealed, .listed), (.broughtBack, _): false
    }
  }

  /// What a person has to know of it; nil when nothing.
  package var announcement: String? {
    switch self {
    case .asLeft, .unsealed: nil
    case .broughtBack:
      "the ledger is a copy, or was brought back from one: every project is listed again before "
        + "anything is made in it, so that nothing is made twice"
    }
  }
}

extension LedgerStore {
  /// Compares what the file was before it was opened, nil where there was none, with what the lock
  /// file's note says of it.
  package func provenance(of found: String?, sealedAs seal: String?, recorded run: RunID?)
    async throws(LedgerError) -> LedgerProvenance
  {
    guard let found, try await !runs(last: 1).isEmpty else { return .asLeft }
    if let seal, seal == found { return .asLeft }
    guard let run, seal == nil, try await self.run(run) != nil else { return .broughtBack }
    return .unsealed
  }
}
