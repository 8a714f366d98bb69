package import Ledger
package import QubitroClient

extension HTTPResponse {
  /// The answer as the ledger kept it.
  package init(_ response: RawResponse) {
    self.init(status: response.status, body: response.body)
  }
}

extension RawResponse {
  /// What the ledger keeps of an answer.
  package init(_ response: HTTPResponse) {
    self.init(status: response.status, body: response.body)
  }
}
