/* Two FIX sessions that lose their connection, and recover what was lost by ResendRequest(2) and SequenceReset(4)
 * (Sources/FIXSession: SessionState, HeldMessages). One step takes one message, sends one, or breaks the connection.
 *
 * What holds for every interleaving:
 *   - each side is given the other's application messages in order, each once;
 *   - numbers are consumed in order, and a number below the one expected is a repeat that says so;
 *   - when nothing more can happen, both have everything and no gap is open;
 *   - one gap is not asked for more than MOST_REQUESTS times, so the loop detector ends no session that is well.
 *
 * Not here: Logout(5), heartbeats, resets, NextExpectedMsgSeqNum(789), messages that are wrong in themselves.
 *
 * Each BUG_ is a mistake that these properties must find.
 */
#ifndef MESSAGES
#define MESSAGES 2                /* application messages of each side */
#endif
#ifndef BREAKS
#define BREAKS 1
#endif
#ifndef HELD
#define HELD 1                    /* messages that are kept ahead of a gap */
#endif
#define MOST_REQUESTS 3           /* at once, again where both have asked, again after the wait */
#define NUMBERS 24                /* MsgSeqNum(34) stays below */
#define LINE 8                    /* messages on the line; live ones and repeats leave room for answers */
#define ROOM 4

mtype = { logon, app, request, fill }
/* MsgType(35), MsgSeqNum(34), BeginSeqNo(7) or NewSeqNo(36) or the message's own count, PossDupFlag(43) */
chan line[2] = [LINE] of { mtype, byte, byte, bool };

#define INITIATOR 0
#define ACCEPTOR 1

#define DOWN 0
#define AWAITING 1                /* Logon(A) is out, or awaited */
#define UP 2
byte phase[2];
byte breaks = 0;

byte nextOut[2] = 1, nextIn[2] = 1;
byte made[2];                     /* application messages sent for the first time */
byte given[2];                    /* application messages of the peer that were delivered */
byte gapUntil[2];                 /* the last number that is missing; zero for no gap */
byte requests[2];                 /* ResendRequest(2) for this gap since it last shrank */
bool armed[2], asked[2];          /* Gap.Repetition */
byte begin[2];                    /* BeginSeqNo(7) of the range that is served; zero for none */
byte current[2], last[2];         /* where it stands, and its end */
byte waiting[2], waitingLast[2];  /* the range behind it */

typedef Side {
  byte count[NUMBERS];            /* of each number sent: which application message it was, zero for none */
  mtype heldType[HELD];           /* ahead of a gap, numbers rising */
  byte heldSeq[HELD];
  byte heldArg[HELD];
  byte held
};
Side sides[2];

#define me _pid
#define peer (1 - _pid)

inline send(type, arg) {
  assert(nextOut[me] < NUMBERS);
  assert(nfull(line[me]));
  line[me]!type, nextOut[me], arg, false;
  nextOut[me]++
}

inline ask() {
  requests[me]++;
  assert(requests[me] <= MOST_REQUESTS);
  send(request, nextIn[me])
}

inline advance(to) {
  assert(to > nextIn[me]);
  nextIn[me] = to;
  requests[me] = 0;
  if
#ifdef BUG_CLOSED_EARLY
  :: gapUntil[me] != 0 && nextIn[me] >= gapUntil[me] ->
#else
  :: gapUntil[me] != 0 && nextIn[me] > gapUntil[me] ->
#endif
     gapUntil[me] = 0; armed[me] = false; asked[me] = false
  :: else
  fi
}

/* openGap: asked for once, or lengthened. */
inline openGap(until) {
  if
  :: gapUntil[me] == 0 -> gapUntil[me] = until; ask()
  :: else ->
     if
     :: until > gapUntil[me] -> gapUntil[me] = until
     :: else
     fi
  fi
}

/* A ResendRequest(2) is served, or waits for the one that is; the same one again is dropped. */
inline serve(from) {
  assert(from < nextOut[me]);
  if
  :: begin[me] == 0 -> begin[me] = from; current[me] = from; last[me] = nextOut[me] - 1
  :: begin[me] != 0 && begin[me] == from -> skip
  :: else ->
     if
     :: waiting[me] == 0 || from < waiting[me] -> waiting[me] = from
     :: else
     fi;
     waitingLast[me] = nextOut[me] - 1
  fi
}

/* One step of a resend: an application message again, or a run of others as one gap fill. At the end the next range,
 * or, where both sides were asking at once, our own request again. */
inline resend() {
  if
  :: sides[me].count[current[me]] != 0 ->
#ifdef BUG_NO_POSSDUP
     line[me]!app, current[me], sides[me].count[current[me]], false;
#else
     line[me]!app, current[me], sides[me].count[current[me]], true;
#endif
     current[me]++
  :: else ->
     k = current[me];
     do
     :: k <= last[me] && sides[me].count[k] == 0 -> k++
     :: else -> break
     od;
#ifdef BUG_FILL_TOO_FAR
     line[me]!fill, current[me], nextOut[me], true;
#else
     line[me]!fill, current[me], k, true;
#endif
     current[me] = k;
     k = 0
  fi;
  if
  :: current[me] > last[me] ->
     begin[me] = waiting[me]; current[me] = waiting[me]; last[me] = waitingLast[me];
     waiting[me] = 0; waitingLast[me] = 0;
     if
     :: begin[me] == 0 && armed[me] && gapUntil[me] != 0 ->
        armed[me] = false; asked[me] = true; ask()
     :: else
     fi
  :: else
  fi
}

/* A message whose turn it is: its number is the one expected. */
inline take(type, seq, arg) {
  if
  :: type == app ->
     assert(arg == given[me] + 1);
     given[me] = arg;
     advance(seq + 1)
  :: type == fill -> advance(arg)
  :: type == request -> advance(seq + 1); serve(arg)
  fi
}

inline dropFirstHeld() {
  k = 0;
  do
  :: k + 1 < sides[me].held ->
     sides[me].heldType[k] = sides[me].heldType[k + 1];
     sides[me].heldSeq[k] = sides[me].heldSeq[k + 1];
     sides[me].heldArg[k] = sides[me].heldArg[k + 1];
     k++
  :: else -> break
  od;
  sides[me].held--;
  sides[me].heldSeq[sides[me].held] = 0;
  sides[me].heldArg[sides[me].held] = 0;
  sides[me].heldType[sides[me].held] = 0;
  k = 0
}

/* What was held and is due; where nothing is due and no gap is open, there is another gap before it. */
inline releaseHeld() {
  do
  :: sides[me].held > 0 && sides[me].heldSeq[0] < nextIn[me] -> dropFirstHeld()
  :: sides[me].held > 0 && sides[me].heldSeq[0] == nextIn[me] ->
     take(sides[me].heldType[0], sides[me].heldSeq[0], sides[me].heldArg[0]);
     dropFirstHeld()
  :: else -> break
  od;
  if
  :: sides[me].held > 0 && gapUntil[me] == 0 -> openGap(sides[me].heldSeq[0] - 1)
  :: else
  fi
}

inline hold(type, seq, arg) {
  if
  :: sides[me].held < HELD && (sides[me].held == 0 || sides[me].heldSeq[sides[me].held - 1] < seq) ->
     sides[me].heldType[sides[me].held] = type;
     sides[me].heldSeq[sides[me].held] = seq;
     sides[me].heldArg[sides[me].held] = arg;
     sides[me].held++
  :: else ->
#ifndef BUG_COULD_NOT_HOLD
     /* couldNotHold: it must come again before the gap is filled */
     if
     :: seq > gapUntil[me] && gapUntil[me] != 0 -> gapUntil[me] = seq
     :: else
     fi
#else
     skip
#endif
  fi
}

/* Logon(A): the acceptor's answer leaves first; a number ahead opens a gap that this Logon(A) is part of. */
inline receiveLogon() {
  phase[me] = UP;
  assert(seq >= nextIn[me]);
  if
  :: me == ACCEPTOR -> send(logon, 0)
  :: else
  fi;
  if
  :: seq == nextIn[me] -> advance(seq + 1)
  :: else -> openGap(seq)
  fi
}

inline receive() {
  if
  :: seq == nextIn[me] -> take(type, seq, arg)
  :: seq > nextIn[me] && type == request ->
     /* heeded at once; its number is filled with the others */
     serve(arg);
     if
     :: gapUntil[me] != 0 && !asked[me] -> armed[me] = true
     :: else
     fi;
     openGap(seq)
  :: seq > nextIn[me] && type != request ->
     hold(type, seq, arg);
     if
     :: gapUntil[me] == 0 -> openGap(seq - 1)
     :: else
     fi
#ifdef BUG_REPEATS_TAKEN
  :: seq < nextIn[me] && type == app -> assert(arg == given[me] + 1)
  :: seq < nextIn[me] && type != app -> assert(dup)
#else
  :: seq < nextIn[me] -> assert(dup)
#endif
  fi;
  releaseHeld()
}

/* The connection is gone: of the recovery nothing is kept. */
inline forget(s) {
  gapUntil[s] = 0; requests[s] = 0; armed[s] = false; asked[s] = false;
  begin[s] = 0; current[s] = 0; last[s] = 0; waiting[s] = 0; waitingLast[s] = 0;
  k = 0;
  do
  :: k < HELD ->
     sides[s].heldType[k] = 0; sides[s].heldSeq[k] = 0; sides[s].heldArg[k] = 0;
     k++
  :: else -> break
  od;
  k = 0;
  sides[s].held = 0
}

/* Nothing is on the line and nobody sends: what is missing now comes only if it is asked for again. */
#define QUIET (empty(line[0]) && empty(line[1]) && current[0] == 0 && current[1] == 0)

active [2] proctype session() {
  mtype type;
  byte seq, arg, k;
  bool dup;
end:
  do
  :: atomic {
       phase[me] != DOWN && nempty(line[peer]) ->
       line[peer]?type, seq, arg, dup;
       if
       :: type == logon -> receiveLogon()
       :: else -> receive()
       fi;
       type = 0; seq = 0; arg = 0; dup = false
     }
  :: atomic {
       phase[me] == UP && made[me] < MESSAGES && len(line[me]) < ROOM ->
       made[me]++;
       sides[me].count[nextOut[me]] = made[me];
       send(app, made[me])
     }
  :: atomic { phase[me] == UP && current[me] != 0 && len(line[me]) < ROOM -> resend() }
#ifndef BUG_NEVER_AGAIN
  :: atomic { phase[me] == UP && gapUntil[me] != 0 && QUIET -> ask() }
#endif
  od
}

/* Lets the connection come and go. What is on the line when it goes is lost, on both ways. */
active proctype network() {
  byte side, k;
  mtype type;
  byte seq, arg;
  bool dup;
end:
  do
  :: atomic {
       phase[INITIATOR] == DOWN ->
       phase[INITIATOR] = AWAITING; phase[ACCEPTOR] = AWAITING;
       line[INITIATOR]!logon, nextOut[INITIATOR], 0, false;
       nextOut[INITIATOR]++
     }
  :: atomic {
       phase[INITIATOR] != DOWN && breaks < BREAKS ->
       breaks++;
       side = 0;
       do
       :: side < 2 ->
          do
          :: len(line[side]) > 0 -> line[side]?type, seq, arg, dup
          :: else -> break
          od;
          forget(side);
          phase[side] = DOWN;
          side++
       :: else -> break
       od;
       side = 0; type = 0; seq = 0; arg = 0; dup = false
     }
  od
}

/* When nothing more can happen. */
active proctype judge() {
  timeout ->
  assert(given[0] == MESSAGES && given[1] == MESSAGES);
  assert(gapUntil[0] == 0 && gapUntil[1] == 0);
  assert(nextIn[0] == nextOut[1] && nextIn[1] == nextOut[0])
}
