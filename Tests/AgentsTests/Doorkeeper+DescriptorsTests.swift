import CLinux
import Glibc
import Testing

@testable import Agents

/// Nobody can be accepted, for the process has no descriptor left.
@Suite struct DoorkeeperDescriptorsTests {
  /// In a process of its own: descriptors belong to all tests of one.
  @Test(
    "out of descriptors nobody is looked at for 100 ms, who is there goes on, who waits is taken")
  func exhausted() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      let venue = try TestVenue(folder.path)
      let buyer = try venue.logOn("BUYER")
      let seller = try TestClient("SELLER", venue)
      seller.send("35=A|98=0|108=30|")
      for _ in 0..<10 { venue.cycle() }
      let waiting = try TestClient("THROTTLED", venue)
      set(limit: lowestFree)
      waiting.send("35=A|98=0|108=30|")
      let before = venue.doorkeeperWork
      for _ in 0..<90 { venue.cycle() }
      precondition(venue.doorkeeperWork - before == 1, "the door is looked at once")
      buyer.send("35=1|112=HERE|")
      precondition(venue.expect(buyer, "35=0", "112=HERE", cycles: 5) != nil, "others go on")
      set(limit: 1_024)
      precondition(venue.expect(waiting, "35=A", cycles: 50) != nil, "who waits is taken")
    }
  }
}

/// The descriptor that would be given next.
private var lowestFree: CInt {
  let free = dup(0)
  close(free)
  return free
}

private func set(limit: CInt) {
  precondition(clinux_limit_descriptors(Int64(limit)) == limit, "the limit can be set")
}
