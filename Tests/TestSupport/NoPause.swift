import QubitroClient

/// Lets no time pass between two attempts.
package struct NoPause: Pause {
  package init() {}

  package func wait(_ duration: Duration) async -> Bool { true }
}
