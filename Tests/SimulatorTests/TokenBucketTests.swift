import Testing

@testable import Simulator

struct TokenBucketTests {
  @Test func `a second's worth may come at once, then one for each token`() {
    var bucket = TokenBucket(rate: 2)
    #expect(bucket.take(at: .zero) == nil)
    #expect(bucket.take(at: .zero) == nil)
    #expect(bucket.take(at: .zero) == 1)
    #expect(bucket.take(at: .milliseconds(499)) == 1)
    #expect(bucket.take(at: .milliseconds(500)) == nil)
    #expect(bucket.take(at: .milliseconds(500)) == 1)
  }

  @Test func `a pause fills it to the brim and no further`() {
    var bucket = TokenBucket(rate: 2)
    #expect((0..<5).map { _ in bucket.take(at: .seconds(100)) } == [nil, nil, 1, 1, 1])
  }

  @Test func `a slow rate says how many seconds there are to wait`() {
    var bucket = TokenBucket(rate: 0.1)
    #expect(bucket.take(at: .zero) == nil)
    #expect(bucket.take(at: .zero) == 10)
    #expect(bucket.take(at: .milliseconds(3500)) == 7)
    #expect(bucket.take(at: .seconds(10)) == nil)
  }
}
