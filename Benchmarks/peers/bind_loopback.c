// Preloaded before a server that binds every interface: it then binds the loopback one only.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <string.h>
#include <sys/socket.h>

int bind(int socket, const struct sockaddr *address, socklen_t length) {
  int (*next)(int, const struct sockaddr *, socklen_t) = dlsym(RTLD_NEXT, "bind");
  struct sockaddr_in loopback;
  if (address->sa_family == AF_INET && length >= sizeof loopback) {
    memcpy(&loopback, address, sizeof loopback);
    if (loopback.sin_addr.s_addr == htonl(INADDR_ANY)) {
      loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      return next(socket, (struct sockaddr *)&loopback, sizeof loopback);
    }
  }
  return next(socket, address, length);
}
