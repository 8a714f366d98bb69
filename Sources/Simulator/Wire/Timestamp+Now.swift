import Foundation
import QubitroModel

extension Timestamp {
  static var now: Timestamp { Timestamp(seconds: Int64(Date.now.timeIntervalSince1970)) }

  /// The form that HTTP headers use: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
  var httpDate: String {
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let fields = description.split { "-T".contains($0) }
    let month = months[(Int(fields[1]) ?? 1) - 1]
    // 1970-01-01 was a Thursday.
    let day = days[Int(seconds / 86_400 % 7)]
    return "\(day), \(fields[2]) \(month) \(fields[0]) \(fields[3].dropLast()) GMT"
  }
}
