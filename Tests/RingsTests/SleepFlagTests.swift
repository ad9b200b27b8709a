import Rings
import Testing

@Suite struct SleepFlagTests {
  @Test("only somebody who sleeps is woken, and once")
  func wakesOnce() {
    let flag = SleepFlag()
    let awake = flag.needsWake()
    flag.prepareToSleep()
    let asleep = [flag.needsWake(), flag.needsWake()]
    #expect(!awake)
    #expect(asleep == [true, false])
  }

  @Test("who found work after all needs no wake-up")
  func takesBack() {
    let flag = SleepFlag()
    flag.prepareToSleep()
    flag.awake()
    #expect(!flag.needsWake())
  }
}
