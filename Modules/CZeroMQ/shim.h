// libzmq 4.3.4 or newer (Debian: libzmq3-dev), and what the Glibc module does not carry: the eventfd that wakes
// a thread out of zmq_poll, and malloc_trim.
#include <malloc.h>
#include <sys/eventfd.h>
#include <zmq.h>
