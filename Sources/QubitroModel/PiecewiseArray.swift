/// An array in pieces: a change copies one piece of it, and not all, while somebody holds an older copy.
struct PiecewiseArray<Element> {
  private static var pieceLength: Int { 512 }

  private var pieces: [[Element]] = []
  private(set) var count = 0

  mutating func append(_ element: Element) {
    if count.isMultiple(of: Self.pieceLength) { pieces.append([]) }
    pieces[pieces.count - 1].append(element)
    count += 1
  }

  subscript(position: Int) -> Element {
    get { pieces[position / Self.pieceLength][position % Self.pieceLength] }
    set { pieces[position / Self.pieceLength][position % Self.pieceLength] = newValue }
  }
}

extension PiecewiseArray: Sendable where Element: Sendable {}
