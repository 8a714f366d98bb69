import Effects
import Testing

struct SuggestionTests {
  private let fields = [
    "name", "description", "source", "tags", "brand", "model", "key", "project",
  ]

  @Test(arguments: [
    ("descripton", "description"), ("Description", "description"), ("tag", "tags"),
    ("soruce", "source"), ("modle", "model"),
  ])
  func `a near miss finds its name`(typed: String, meant: String) {
    #expect(Suggestion.nearest(to: typed, among: fields) == meant)
  }

  @Test func `a far miss lists what is known`() {
    #expect(Suggestion.nearest(to: "firmware_version", among: fields) == nil)
    #expect(Suggestion.phrase(for: "zzz", among: ["a", "b"]) == " (known: a, b)")
    #expect(Suggestion.phrase(for: "zzz", among: []) == "")
  }
}
