import Testing

@testable import Conformance

@Suite struct CandidateNumbersTests {
  @Test("places of a scenario are numbers on the wire")
  func places() {
    var numbers = CandidateNumbers()
    numbers.nextOut = 10
    numbers.nextIn = 20
    numbers.align(out: 2, in: 2)
    #expect(numbers.ours(2) == 10 && numbers.ours(5) == 13)
    #expect(numbers.theirs(2) == 20 && numbers.theirs(4) == 22)
    numbers.take(2)
    numbers.nextIn += 1
    numbers.take(3)
    #expect(numbers.theirs(2) == 20 && numbers.theirs(3) == 22 && numbers.theirs(4) == 23)
    #expect(numbers.ends(3) == 21...22)
    #expect(numbers.ends(4) == 23...23)
  }

  @Test("our next number follows what is sent in order, gap fills and resets")
  func sent() {
    var numbers = CandidateNumbers()
    numbers.sent(1)
    #expect(numbers.nextOut == 2)
    numbers.sent(4)
    #expect(numbers.nextOut == 2 && numbers.highestOut == 4)
    numbers.sent(2, newSeqNo: 4)
    numbers.sent(4)
    #expect(numbers.nextOut == 5)
    numbers.sent(99, newSeqNo: 20, isReset: true)
    #expect(numbers.nextOut == 20)
    numbers.sent(20, newSeqNo: 3, isReset: true)
    #expect(numbers.nextOut == 20)
    numbers.goBeyond()
    #expect(numbers.nextOut == 100)
  }

  @Test("a message that the scenario does not know moves what follows")
  func insertion() {
    var numbers = CandidateNumbers()
    numbers.align(out: 1, in: 1)
    #expect(numbers.insert() == 1)
    #expect(numbers.ours(1) == 2 && numbers.nextOut == 2)
    numbers.reset()
    #expect(numbers == CandidateNumbers())
  }
}
