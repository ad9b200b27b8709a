import Market
import MarketDefinition

/// What requests about trades, documents and currencies have, and no others.
extension AdminRequest {
  /// A fixing has its currency, or its benchmark, and where it comes from.
  func checkFixing() throws(AdminProblem) {
    guard request == .fixing else {
      if currency == nil && fixing == nil { return }
      throw AdminProblem("fixing, and it alone, takes currency and fixing")
    }
    guard let currency, Currency.code(currency) != nil || Self.benchmark(currency) != nil else {
      throw AdminProblem("fixing takes a currency like USD, or a benchmark of 4 to 8 characters")
    }
    guard let fixing, CurrencyDefinition.tenMillionths(of: fixing) != nil else {
      throw AdminProblem("'fixing' is CNY for a unit, like 7.1050, with seven decimals at most")
    }
    guard let text, (1...Text32.capacity).contains(text.utf8.count) else {
      throw AdminProblem("fixing needs where it comes from, 'text', at most 32 characters")
    }
  }

  /// A benchmark by its name; nil where it is none.
  static func benchmark(_ name: String) -> BenchmarkRef? {
    Text16(name).flatMap { BenchmarkRef($0) }
  }

  /// Trades are named by those verbs that are about one, each with its reason.
  func checkTrade() throws(AdminProblem) {
    guard (trade != nil) == request.isAboutTrade else {
      throw AdminProblem(
        request.isAboutTrade
          ? "\(request.rawValue) takes a trade" : "\(request.rawValue) takes no trade")
    }
    if request.isAboutTrade && (text ?? "").isEmpty {
      throw AdminProblem("\(request.rawValue) needs its reason, 'text'")
    }
    let isAnswer = request == .answer
    if (instruction != nil) != isAnswer || (done != nil) != isAnswer {
      throw AdminProblem("answer, and it alone, takes instruction and done")
    }
    if unsigned != nil && done != true {
      throw AdminProblem("an answer that it is done, and it alone, takes unsigned")
    }
  }

  /// Documents are named by title alone, each with its reason.
  func checkTitle() throws(AdminProblem) {
    let isTitle = request == .title
    guard (document != nil) == isTitle, (action != nil) == (isTitle || request == .market) else {
      throw AdminProblem(
        "title, and it alone, takes document and action; market takes an action too")
    }
    if isTitle && (text ?? "").isEmpty { throw AdminProblem("title needs its reason, 'text'") }
    if isTitle { return }
    let others = [actor, reason, recipient, agreed, digest].contains { $0 != nil }
    if others || version != nil {
      throw AdminProblem(
        "title, and it alone, takes actor, reason, recipient, agreed, version, digest")
    }
  }
}
