/// Who is timed over a stream, under the name of its figure.
enum BookContender: String, CaseIterable {
  case book
  case bookAlone = "book, none ahead"
  case textbook
  case bookWriting = "book, events"
  case textbookWriting = "textbook, events"

  /// Whether it writes the events of the books.
  var writes: Bool {
    switch self {
    case .book, .bookAlone, .textbook: false
    case .bookWriting, .textbookWriting: true
    }
  }

  func run(_ stream: BookStream, _ file: borrowing StreamFile) throws -> BookPass.Result {
    switch self {
    case .book: BookPass.ahead(stream, NoListener.self)
    case .bookAlone: BookPass.alone(stream, NoListener.self)
    case .textbook: try Textbook.run(file, .rate).result
    case .bookWriting: BookPass.ahead(stream, BookEventWriter.self)
    case .textbookWriting: try Textbook.run(file, .events).result
    }
  }
}
