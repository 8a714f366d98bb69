import Testing

/// What starts one process after another: one suite at a time, and `dev/test` runs them after all
/// others, whose time limits they would strain.
@Suite(.serialized)
enum CrashSuites {}
