import Settings
import Testing

struct SeedTests {
  @Test func `the seed follows from script, arguments and project, and is the same for ever`() {
    let seed = Seed.of(script: "/srv/a.lua", arguments: ["x": "1", "y": "2"], project: "p")
    #expect(
      seed == Seed.of(script: "other/place/a.lua", arguments: ["y": "2", "x": "1"], project: "p"))
    let others = [
      Seed.of(script: "b.lua", arguments: ["x": "1", "y": "2"], project: "p"),
      Seed.of(script: "a.lua", arguments: ["x": "1", "y": "3"], project: "p"),
      Seed.of(script: "a.lua", arguments: ["x": "1y", "": "2"], project: "p"),
      Seed.of(script: "a.lua", arguments: ["x": "1", "y": "2"], project: "q"),
      Seed.of(script: "a.lua", arguments: ["x": "1", "y": "2"], project: nil),
    ]
    #expect(Set(others + [seed]).count == others.count + 1)
    // A change of this number would rename the devices of every script that draws random numbers.
    #expect(Seed.of(script: "a.lua", arguments: [:], project: nil) == 5_064_353_753_036_507_600)
  }
}
