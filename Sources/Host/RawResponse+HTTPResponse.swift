import Ledger
import QubitroClient

extension HTTPResponse {
  init(_ response: RawResponse) {
    self.init(status: response.status, body: response.body)
  }
}

extension RawResponse {
  init(_ response: HTTPResponse) {
    self.init(status: response.status, body: response.body)
  }
}
