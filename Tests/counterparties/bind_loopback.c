// A library to be loaded before a program whose acceptor knows no address: what would listen on every
// interface listens on loopback.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <sys/socket.h>

int bind(int descriptor, const struct sockaddr *address, socklen_t length) {
  int (*next)(int, const struct sockaddr *, socklen_t) = dlsym(RTLD_NEXT, "bind");
  struct sockaddr_in own;
  if (address->sa_family == AF_INET && length >= sizeof own) {
    own = *(const struct sockaddr_in *)address;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return next(descriptor, (struct sockaddr *)&own, sizeof own);
  }
  if (address->sa_family == AF_INET6 && length >= sizeof(struct sockaddr_in6)) {
    struct sockaddr_in6 six = *(const struct sockaddr_in6 *)address;
    six.sin6_addr = in6addr_loopback;
    return next(descriptor, (struct sockaddr *)&six, sizeof six);
  }
  return next(descriptor, address, length);
}
