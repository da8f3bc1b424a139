/* os/port.h: asks the system about TCP ports. */
#ifndef OS_PORT_H
#define OS_PORT_H

#include <stdbool.h>

/* Could a program listen on this port, on every address, right now? */
bool port_is_free(int port);

#endif
