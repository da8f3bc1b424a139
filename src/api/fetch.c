#include "api/fetch.h"

#include "core/err.h"

struct err *fetch_get(struct arena *a, const struct fetch *fetch, int *ret_status, struct str *ret_answer)
{
    int status;
    enum fetch_outcome outcome = fetch_run(a, fetch, &status, ret_answer);
    if (ret_status) *ret_status = status;
    if (outcome == FETCH_UNTRUSTED)
        FAIL(a, ERR_BUSY, "fetch.untrusted", "对方服务器的证书不受信任：请把其根证书加入系统证书库。",
             "The server's certificate is not trusted: add its root to the system's list.");
    if (outcome == FETCH_TOO_LARGE)
        FAIL(a, ERR_BUSY, "fetch.large", "对方服务器的答复过大。", "The server's answer is too large.");
    if (outcome == FETCH_NOBODY)
        FAIL(a, ERR_BUSY, "fetch.nobody", "连不上对方服务器：请检查网络、防火墙和地址。",
             "The server cannot be reached: check the network, the firewall and the address.");
    if (status < 200 || status > 299)
        FAIL(a, ERR_BUSY, "fetch.status", "对方服务器答复 HTTP %d。", "The server answered with HTTP %d.", status);
    return NULL;
}
