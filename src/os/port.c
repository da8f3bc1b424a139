#include "os/port.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

bool port_is_free(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    if (fd < 0) return false;
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    bool is_free = bind(fd, (struct sockaddr *)&any, sizeof any) == 0 && listen(fd, 1) == 0;
    close(fd);
    return is_free;
}
