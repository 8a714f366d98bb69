/// How deeply JSON may be nested before it is refused.
enum JSONDepth {
  /// Deeper than any answer of the API, and within what a script's arguments may have.
  static let most = 100
}
