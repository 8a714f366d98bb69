import TestSupport
import Testing

@testable import Terminal

struct SecretMaskTests {
  @Test func `a secret is masked wherever it stands, and nothing else is`() {
    var mask = SecretMask()
    mask.learn("QB_secret_key")
    mask.learn("tokentokentoken")
    #expect(mask.masked("a QB_secret_key b") == "a [masked] b")
    #expect(mask.masked("QB_secret_keyQB_secret_key") == "[masked][masked]")
    #expect(mask.masked("xtokentokentokenx=QB_secret_key") == "x[masked]x=[masked]")
    #expect(mask.masked("tokentokentokentoken") == "[masked]")
    for text in ["", "QB_secret_ke", "B_secret_key", "nothing here, grüße"] {
      #expect(mask.masked(text) == text)
    }
  }

  @Test func `short words are not taken for secrets`() {
    var mask = SecretMask()
    mask.learn("short")
    #expect(mask.masked("short") == "short")
  }

  @Test func `only as many are remembered as it has room for, the last ones`() {
    var mask = SecretMask(capacity: 2)
    for secret in ["secret-1", "secret-2", "secret-3", "secret-3"] { mask.learn(secret) }
    #expect(mask.masked("secret-1 secret-2 secret-3") == "secret-1 secret-2 [masked]")
    mask.learn("secret-4")
    #expect(mask.masked("secret-3 secret-4") == "[masked] [masked]")
    mask.learn("secret-5")
    #expect(mask.masked("secret-3 secret-4 secret-5") == "secret-3 [masked] [masked]")
  }

  @Test func `random secrets are found at random places`() {
    var generator = SeededGenerator()
    for _ in 0..<200 {
      let alphabet = Array("abcdefABCDEF0123456789_é")
      func word(_ range: ClosedRange<Int>) -> String {
        String(
          (0..<Int.random(in: range, using: &generator)).map { _ in
            alphabet.randomElement(using: &generator) ?? "a"
          })
      }
      var mask = SecretMask()
      let secret = word(12...40)
      mask.learn(secret)
      let (before, after) = (word(0...20), word(0...20))
      #expect(
        mask.masked(before + secret + after) == before + "[masked]" + after,
        "seed \(generator.seed)")
    }
  }
}
