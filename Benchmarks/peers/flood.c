// A stranger that floods a port of 127.0.0.1 with connections until it is killed.
//
//   flood PORT FILE RATE HELD LIFE
//
// Each connection sends the bytes of FILE (none, if it is empty) and is reset when the other side answers
// or closes, or after LIFE milliseconds. RATE connections are opened a second, HELD are open at most. With
// HELD above 255 a connection is slow instead: it sends a byte of FILE every 50 ms until the other side
// closes it. At SIGUSR1 it tells on stdout how many connections have stood so far, and how many bytes they
// have sent.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { held_most = 512, payload_most = 1 << 16, slow_from = 256 };

struct line {
  int socket;
  size_t sent;
  int stands;
  long long since, next;
};

static struct line lines[held_most];
static char payload[payload_most];
static size_t payload_bytes;
static volatile sig_atomic_t asked;
static long long stood, sent_bytes, life;
static int poller, held_wanted;
static struct sockaddr_in address;

static void ask(int signal) {
  (void)signal;
  asked = 1;
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000ll + time.tv_nsec;
}

// By a reset, so that no port waits.
static void end(struct line *line) {
  struct linger reset = {1, 0};
  setsockopt(line->socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  close(line->socket);
  line->socket = -1;
}

static void start(struct line *line, long long at) {
  int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket_ < 0) return;
  line->socket = socket_;
  line->sent = 0;
  line->stands = 0;
  line->since = line->next = at;
  if (connect(socket_, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS)
    return end(line);
  struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.ptr = line};
  epoll_ctl(poller, EPOLL_CTL_ADD, socket_, &event);
}

// Sends what is due; a stream that blocks goes on at the next look.
static void go_on(struct line *line, long long at) {
  int is_slow = held_wanted >= slow_from;
  struct sockaddr_in peer;
  socklen_t size = sizeof peer;
  if (!line->stands && getpeername(line->socket, (struct sockaddr *)&peer, &size) == 0) {
    line->stands = 1;
    stood++;
  }
  if (!is_slow && at - line->since > life && line->sent == payload_bytes && line->stands) return end(line);
  // One that does not come about is given up in time, too.
  if (!is_slow && at - line->since > life + 200000000ll) return end(line);
  if (line->sent == payload_bytes || at < line->next) return;
  size_t due = is_slow ? 1 : payload_bytes - line->sent;
  ssize_t count = send(line->socket, payload + line->sent, due, MSG_NOSIGNAL);
  if (count > 0) {
    line->sent += count;
    sent_bytes += count;
  }
  if (count < 0 && errno != EAGAIN && errno != ENOTCONN) return end(line);
  line->next = at + (is_slow ? 50000000ll : 1000000ll);
}

static void load(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) {
    perror(path);
    exit(1);
  }
  payload_bytes = fread(payload, 1, sizeof payload, file);
  fclose(file);
}

int main(int count, char **arguments) {
  if (count != 6) return 2;
  life = atoll(arguments[5]) * 1000000ll;
  load(arguments[2]);
  address.sin_family = AF_INET;
  address.sin_port = htons((unsigned short)atoi(arguments[1]));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  long long interval = 1000000000ll / atoi(arguments[3]);
  held_wanted = atoi(arguments[4]);
  int held = held_wanted < held_most ? held_wanted : held_most;
  struct sigaction action = {.sa_handler = ask};
  sigaction(SIGUSR1, &action, NULL);
  poller = epoll_create1(EPOLL_CLOEXEC);
  for (int i = 0; i < held; i++) lines[i].socket = -1;
  long long next = now();
  while (1) {
    struct epoll_event events[64];
    int ready = epoll_wait(poller, events, 64, 1);
    for (int i = 0; i < ready; i++) {
      struct line *line = events[i].data.ptr;
      if (line->socket >= 0) end(line);
    }
    long long at = now();
    // What was stopped for a while does not catch up.
    if (at - next > 20000000ll) next = at;
    for (int i = 0; i < held; i++) {
      if (lines[i].socket >= 0) go_on(&lines[i], at);
      if (lines[i].socket < 0 && next <= at) {
        start(&lines[i], at);
        next += interval;
      }
    }
    if (asked) {
      asked = 0;
      printf("%lld %lld\n", stood, sent_bytes);
      fflush(stdout);
    }
  }
}
