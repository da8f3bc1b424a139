/* api/asset.h: the web build inside the program: one table of files, sorted by path.
 *
 * tools/embed writes the table at build time from web/dist; a build without the web part has an empty one. The bytes
 * are program text: they live as long as the process, on read-only pages that all nodes on a machine share. Nothing is
 * compressed at run time: each text file comes with its gzip form, made once with the best level.
 */
#ifndef API_ASSET_H
#define API_ASSET_H

#include "core/str.h"

#include <stdbool.h>
#include <stddef.h>

struct asset {
    const char *path;      /* as in the URL, with the leading slash: "/assets/main-Cx12ab9_.js" */
    const char *type;      /* Content-Type, with charset for text */
    const char *etag;      /* of the plain form, with its quotes; a strong validator (RFC 9110, 8.8.3) */
    const char *etag_gzip; /* of the gzip form: other bytes need another strong validator */
    struct str plain;      /* the file */
    struct str gzip;       /* the file compressed, or the empty str where that saves less than a tenth */
    bool immutable;        /* the name carries the content's hash, so a browser may keep it for ever */
};

/* Sorted by strcmp on path, for bsearch. */
extern const struct asset asset_table[];
extern const size_t asset_count;

#endif
