/* core/limits.h: every ceiling of the program, with its unit and its reason.
 *
 * A ceiling protects the other users of the machine from one call. Raise one only with a measurement.
 */
#ifndef CORE_LIMITS_H
#define CORE_LIMITS_H

#include <stddef.h>

#define LIMIT_CALL_ARENA_BYTES (64u << 20)  /* one request: a page of 1,000 rows with long texts fits many times */
#define LIMIT_JOB_ARENA_BYTES (1u << 30)    /* one job in the background: a plan for a million people */
#define LIMIT_REQUEST_BODY_BYTES (8u << 20) /* one JSON body: 50,000 pasted people */
#define LIMIT_UPLOAD_BYTES (64u << 20)      /* one table to import, in parts: 100,000 people as .csv have 9 to 16 MB */
#define LIMIT_BODIES_BYTES                                                                                             \
    (512u << 20) /* bodies of all requests at once: many slow uploads must not fill the memory                         \
                  */
#define LIMIT_REQUEST_HEADER_BYTES (16u << 10) /* browsers stay under 8 KiB */
#define LIMIT_URL_BYTES (8u << 10)             /* longer ones are mistakes */
#define LIMIT_REQUEST_HEADERS 100              /* header fields of one request; browsers send about 20 */
#define LIMIT_REPLY_BYTES (64u << 20)          /* one JSON reply; bigger answers are pages or streams */
#define LIMIT_PAPER_PAGES 2000                 /* of one PDF: a class of 10,000 with a sheet for each five */
#define LIMIT_PAGE_ROWS 1000                   /* rows of one page, asked for with limit= */
#define LIMIT_PAGE_ROWS_DEFAULT 50             /* rows of one page when nothing is asked */
#define LIMIT_TEXT_CHARS 200                   /* a text field without a bound of its own */
#define LIMIT_LIST_ITEMS 1000                  /* a list field without a bound of its own */
#define LIMIT_JSON_DEPTH 32                    /* nesting that no shape of ours reaches */
#define LIMIT_WS_MESSAGE_BYTES (16u << 10)     /* one message from a live client */
#define LIMIT_WS_PENDING_BYTES (64u << 10)     /* unsent bytes after which a slow live client is dropped */
#define LIMIT_PLAN_ARENA_BYTES                                                                                         \
    ((size_t)1 << 31)               /* one plan of a round: a million people with 48 million pairs take 0.9 GB */
#define LIMIT_PLAN_CBC_PEOPLE 5000  /* a county's people; CBC's time grows out of hand beyond */
#define LIMIT_PLAN_CBC_PAIRS 250000 /* each is a column of a mixed integer program: 50 classes for each of them */
#define LIMIT_CONNECTIONS 60000     /* open sockets of one node, under the usual port range */
#define LIMIT_PATH_IDS 4            /* {ids} in one route */

#define LIMIT_SHEET_ROWS 1048576               /* rows of a spreadsheet: what Excel takes */
#define LIMIT_SHEET_COLUMNS 256                /* columns that are read: our widest table has 20 */
#define LIMIT_SHEET_SHEETS 64                  /* sheets of a workbook among which the table is looked for */
#define LIMIT_SHEET_CELL_BYTES (128u << 10)    /* one cell: Excel stops at 32,767 characters */
#define LIMIT_SHEET_ROW_BYTES (1u << 20)       /* all cells of a row */
#define LIMIT_SHEET_BYTES (512u << 20)         /* unpacked: 64 MiB of spreadsheet pack about eight times as much */
#define LIMIT_SHEET_STRINGS_BYTES (256u << 20) /* shared strings, which must lie in memory while the rows are read */
#define LIMIT_EXPORT_BYTES (4ull << 30)        /* one exported table on the disk, until its reader has it */

#define LIMIT_CLASS_FILE_BYTES (5 << 20)    /* one file of a class: fits a request body as base64 */
#define LIMIT_CLASS_FILES_BYTES (200 << 20) /* all files of a class: a term of handouts; videos are media */

#define LIMIT_OIDC_ATTEMPTS 5000        /* sign-ins under way at identity providers: more are no people */
#define LIMIT_OIDC_ATTEMPTS_OF_PEER 500 /* of them from one address: a school behind one; a tenth stops nobody else */

#define LIMIT_DB_BATCH_JOBS 256   /* jobs in one commit of the writer: one disk sync is spread thin enough */
#define LIMIT_DB_BATCH_US 4000    /* work before a commit: about the time of one disk sync */
#define LIMIT_DB_QUEUE_JOBS 20000 /* waiting jobs: some seconds of work, after which callers had better retry */
#define LIMIT_PREPARING_JOBS 500  /* passwords waiting to be hashed: seconds of work; later ones come again */
#define LIMIT_DB_RETRY_US 8000000 /* for so long a job is run again while the database is busy: its caller waits */
#define LIMIT_DB_COMPOSED 500     /* SQL texts composed at run time, kept prepared per connection */

#endif
