/* The ring between two threads (Sources/Rings: RingProducer, RingConsumer, SleepFlag), with one step for each access to
 * what both see: the bytes, `head`, `tail`, the flag `sleeping`, the signal.
 *
 * What holds for every interleaving:
 *   - the consumer is given each record once, in order and whole, and its bytes stay until it releases them;
 *   - the producer writes into no byte that the consumer has not released;
 *   - no wake-up is lost: a consumer asleep beside published records, or a producer that waits for ever, would be an
 *     invalid end state.
 *
 * Spin explores sequentially consistent executions. That acquire and release are enough is argued in
 * Sources/Rings/RingMemory.swift and SleepFlag.swift; what the compiler makes of them runs under the thread sanitizer.
 *
 * Each BUG_ is a mistake that these properties must find.
 */
#define CAPACITY 8                       /* cells; a power of two, as there */
#define RECORDS 9
#define LENGTH(r) (1 + ((r) + 2) % 3)     /* 1, 2, 3 cells, its header among them: records meet the end of the ring */
#define PLACE(p) ((p) % CAPACITY)
#define PADDING 255

byte cells[CAPACITY];                    /* the record whose header or bytes stand there, or PADDING */
byte head = 0;                           /* cells released; positions count on and never wrap */
byte tail = 0;                           /* cells published */
bool sleeping = false;                   /* SleepFlag.sleeping */
bool signalled = false;                  /* the eventfd behind it */

/* One cell of what is being written: never one that the consumer may still read. */
inline put(position, value) {
  atomic {
    assert(position < head + CAPACITY);
    cells[PLACE(position)] = value
  }
}

/* RingProducer.publish, and Parking.signal behind it. */
inline publish() {
#ifdef BUG_ASKED_EARLY
  atomic { wakes = sleeping; sleeping = false };
#endif
  tail = at;
#ifndef BUG_ASKED_EARLY
  atomic { wakes = sleeping; sleeping = false };
#endif
  if
  :: wakes -> signalled = true
  :: else
  fi
}

active proctype producer() {
  byte at = 0, known = 0, record = 1, i = 0, padding = 0, room = 0;
  bool wakes = false;
  do
  :: record <= RECORDS ->
     padding = (LENGTH(record) <= CAPACITY - PLACE(at) -> 0 : CAPACITY - PLACE(at));
#ifdef BUG_ROOM
     room = LENGTH(record);
#else
     room = padding + LENGTH(record);
#endif
     do
     :: at + room <= known + CAPACITY -> break
     :: else ->
        if
        :: tail != at -> publish()
        :: else
        fi;
        head != known -> known = head
     od;
     if
     :: padding > 0 -> put(at, PADDING); at = at + padding
     :: else
     fi;
#ifdef BUG_PUBLISHED_EARLY
     tail = at + LENGTH(record);
#endif
     i = 0;
     do
     :: i < LENGTH(record) -> put(at + i, record); i++
     :: else -> break
     od;
     at = at + LENGTH(record);
     record++;
     /* shown at once, or with those that follow */
     if
     :: publish()
     :: record <= RECORDS
     fi
  :: else -> break
  od
}

/* RingConsumer.release. */
inline release() {
  if
  :: head != at -> head = at
  :: else
  fi
}

active proctype consumer() {
  byte at = 0, known = 0, next = 1, i = 0, position = 0;
  do
  :: next > RECORDS -> break
  :: next <= RECORDS && at != known ->
     /* next(): padding is passed over, the record is read where it stands */
     if
     :: cells[PLACE(at)] == PADDING -> at = at + CAPACITY - PLACE(at)
     :: else
     fi;
     i = 0;
     do
     :: i < LENGTH(next) -> assert(cells[PLACE(at + i)] == next); i++
     :: else -> break
     od;
#ifdef BUG_RELEASED_EARLY
     head = at + LENGTH(next);
#endif
     position = at;
     at = at + LENGTH(next);
     next++;
     /* used as long as it is not released */
     i = 0;
     do
     :: i < LENGTH(next - 1) -> assert(cells[PLACE(position + i)] == next - 1); i++
     :: else -> break
     od;
     if
     :: release()
     :: true
     fi
  :: next <= RECORDS && at == known ->
     known = tail;
     if
     :: known == at ->
        release();
        sleeping = true;
#ifndef BUG_NO_SECOND_LOOK
        known = tail;
#endif
        if
        :: known == at -> signalled
        :: else
        fi;
        sleeping = false;
        signalled = false
     :: else
     fi
  od;
  release();
  assert(head == tail)
}
