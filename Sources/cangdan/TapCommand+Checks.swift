import ArgumentParser
import Market

/// What goes with what.
extension TapCommand {
  func validate() throws {
    guard [compID != nil, read != nil, relay != nil].filter({ $0 }).count == 1 else {
      throw ValidationError("say one of --as COMPID, --read FILE and --relay PORT")
    }
    if let compID { try party(compID).validate("--as") }
    if compID == nil, state != nil || out != nil || count != nil || untilIdle != nil {
      throw ValidationError("--state, --out, --count and --until-idle go with --as")
    }
    try validateMarketData()
    if out != nil && state == nil {
      throw ValidationError("--out needs --state, which says where the file goes on")
    }
    for (name, seconds) in [("--until-idle", untilIdle ?? 0), ("--patience", patience)]
    where !(0...1e9).contains(seconds) {
      throw ValidationError("\(name) \(seconds) is no time in seconds")
    }
    _ = try logonFields()
    _ = try address()
  }

  private func validateMarketData() throws {
    guard let marketData else {
      if byOrder || depth != 10 {
        throw ValidationError("--depth and --by-order go with --market-data")
      }
      return
    }
    if compID == nil || state != nil || digest {
      throw ValidationError(
        "--market-data goes with --as; --state, --out and --digest are for drop copies")
    }
    if marketData.isEmpty || Set(marketData).count < marketData.count {
      throw ValidationError("--market-data names no instrument, or one of them twice")
    }
    for symbol in marketData where Text16(symbol) == nil {
      throw ValidationError(
        "--market-data \(symbol) is no Symbol(55): 1 to 16 printable ASCII characters")
    }
    guard (1...Int(Limits.marketDepthMost)).contains(depth) else {
      throw ValidationError("--depth \(depth) is not 1 to \(Limits.marketDepthMost)")
    }
  }
}
