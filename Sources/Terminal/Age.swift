package import Foundation

/// How long ago something was, in words, to the unit that matters.
package enum Age {
  package static func text(_ interval: TimeInterval) -> String {
    switch Int(exactly: interval.rounded(.down)) ?? 0 {
    case ..<0: "0 s"
    case let seconds where seconds < 120: "\(seconds) s"
    case let seconds where seconds < 7200: "\(seconds / 60) min"
    case let seconds where seconds < 172_800: "\(seconds / 3600) h"
    case let seconds: "\(seconds / 86_400) d"
    }
  }
}
