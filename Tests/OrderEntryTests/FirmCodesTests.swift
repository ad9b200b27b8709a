import Market
import OrderEntry
import Testing

/// Codes of firms by number.
@Suite struct FirmCodesTests {
  @Test("a firm has the code that it was given last")
  func codes() {
    var codes = FirmCodes(capacity: 2)
    codes.set(CompID(Text16("DLR001")!), of: FirmID(rawValue: 1))
    codes.set(CompID(Text16("DLR002")!), of: FirmID(rawValue: 2))
    codes.set(CompID(Text16("DLR009")!), of: FirmID(rawValue: 2))
    let found = (0...3).map { codes.code(of: FirmID(rawValue: $0)).text.description }
    #expect(found == ["", "DLR001", "DLR009", ""])
  }

  @Test(
    "nobody, and a firm beyond the capacity, can't be given a code", arguments: [0, 3] as [UInt32])
  func outside(_ number: UInt32) async {
    await #expect(processExitsWith: .failure) { [number] in
      var codes = FirmCodes(capacity: 2)
      codes.set(CompID(), of: FirmID(rawValue: number))
    }
  }
}
