// Answers each request of a fixed size with a reply of a fixed size over TCP: epoll, recv, send.
//
//   echo PORT REQUEST_BYTES REQUEST_ID REPLY_BYTES REPLY_ID REPLY_FILE [POLLS]
//
// The reply is the content of REPLY_FILE; at REPLY_ID its 16 bytes are replaced by the 16 bytes that
// stand at REQUEST_ID in the request. All replies to what one recv brought leave with one send.
// POLLS is how often the sockets are looked at in vain before the process sleeps, 0 if not given.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { requests_most = 512, id_bytes = 16, reply_most = 1024 };

static size_t request_bytes, request_id, reply_bytes, reply_id;
static char reply[reply_most];
static char in[1 << 18], out[requests_most * reply_most];
static size_t held;

static int fail(const char *what) {
  perror(what);
  return 1;
}

static int listen_on(unsigned short port) {
  int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0) return -1;
  return listen(listener, 8) < 0 ? -1 : listener;
}

// Sends everything, however often the socket is full.
static int send_all(int socket, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t sent = send(socket, bytes, count, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return -1;
    if (sent > 0) bytes += sent, count -= sent;
  }
  return 0;
}

// Answers the whole requests that are there; the rest of the bytes is kept.
static int answer(int socket) {
  ssize_t count = recv(socket, in + held, sizeof in - held, MSG_DONTWAIT);
  if (count < 0) return errno == EAGAIN || errno == EINTR ? 0 : -1;
  if (count == 0) return -1;
  held += count;
  size_t done = 0;
  while (held - done >= request_bytes) {
    size_t length = 0;
    while (held - done >= request_bytes && length + reply_bytes <= sizeof out) {
      memcpy(out + length, reply, reply_bytes);
      memcpy(out + length + reply_id, in + done + request_id, id_bytes);
      length += reply_bytes;
      done += request_bytes;
    }
    if (send_all(socket, out, length) < 0) return -1;
  }
  memmove(in, in + done, held - done);
  held -= done;
  return 0;
}

static void serve(int socket, int epoll, int polls) {
  int empty = 0, yes = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  struct epoll_event event = {.events = EPOLLIN};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) < 0) return;
  for (held = 0;;) {
    int ready = epoll_wait(epoll, &event, 1, empty < polls ? 0 : -1);
    empty = ready > 0 ? 0 : empty + 1;
    if (ready > 0 && answer(socket) < 0) return;
  }
}

int main(int count, char **arguments) {
  if (count < 7) return fprintf(stderr, "echo: six arguments or seven\n"), 1;
  request_bytes = atoi(arguments[2]);
  request_id = atoi(arguments[3]);
  reply_bytes = atoi(arguments[4]);
  reply_id = atoi(arguments[5]);
  FILE *file = fopen(arguments[6], "r");
  if (reply_bytes > reply_most || reply_id + id_bytes > reply_bytes) return fail("sizes");
  if (!file || fread(reply, 1, reply_bytes, file) != reply_bytes) return fail(arguments[6]);
  int listener = listen_on(atoi(arguments[1])), epoll = epoll_create1(0);
  if (listener < 0 || epoll < 0) return fail("listen");
  for (;;) {
    int socket = accept(listener, NULL, NULL);
    if (socket < 0) return fail("accept");
    serve(socket, epoll, count > 7 ? atoi(arguments[7]) : 0);
    close(socket);
  }
}
