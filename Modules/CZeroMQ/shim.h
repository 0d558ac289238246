// libzmq 4.3.4 or newer (Debian: libzmq3-dev), and the eventfd that wakes a thread out of zmq_poll,
// which the Glibc module does not carry.
#include <sys/eventfd.h>
#include <zmq.h>
