/* app/plan/plan_files.c: the files of `tongke plan`. */
#include "app/plan/plan_command_private.h"
#include "os/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const size_t FILE_MAX = (size_t)4 << 30;

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static struct err *read_part(struct plan_job *job, const char *path, const char *name, bool required,
                             struct str *ret_text)
{
    struct str full = str_printf(job->arena, "%s/%s", path, name);
    *ret_text = (struct str){0};
    if (!required && !file_exists(job->arena, full)) return NULL;
    return file_read(job->arena, full, FILE_MAX, ret_text);
}

struct err *job_read_instance(struct plan_job *job, const char *path)
{
    struct str files[PLAN_FILES];
    job->by_name = is_folder(path);
    if (job->by_name) {
        for (int i = 0; i < PLAN_FILES; i++) TRY(read_part(job, path, plan_file_names[i], i != PLAN_QUOTAS, &files[i]));
        TRY(plan_read_csv(job->arena, files, &job->in, &job->names));
    } else {
        TRY(file_read(job->arena, str_of(path), FILE_MAX, &files[0]));
        TRY(plan_read_binary(job->arena, files[0], &job->in));
    }
    return plan_check_instance(job->arena, &job->in, job->weekly ? PLAN_WEEKLY : PLAN_WAVE);
}

struct err *job_read_answer(struct plan_job *job, const char *path, struct plan_result *ret_result)
{
    struct str files[PLAN_ANSWER_FILES];
    if (!is_folder(path)) {
        TRY(file_read(job->arena, str_of(path), FILE_MAX, &files[0]));
        return plan_read_answer(job->arena, files[0], &job->in, ret_result);
    }
    for (int i = 0; i < PLAN_ANSWER_FILES; i++) TRY(read_part(job, path, plan_answer_file_names[i], true, &files[i]));
    return plan_read_answer_csv(job->arena, files, &job->in, &job->names, ret_result);
}

struct err *job_read_constraints(struct plan_job *job, struct plan_constraints *ret_constraints)
{
    struct str text;
    *ret_constraints = (struct plan_constraints){0};
    if (!job->constraints) return NULL;
    TRY(file_read(job->arena, str_of(job->constraints), FILE_MAX, &text));
    return plan_read_constraints(job->arena, text, &job->in, &job->names, ret_constraints);
}

/* ---- writing ---- */

static void put_bytes(void *file, const void *bytes, size_t n) { fwrite(bytes, 1, n, file); }

static struct err *open_out(struct plan_job *job, const char *path, FILE **ret_file)
{
    *ret_file = fopen(path, "wb");
    if (!*ret_file)
        FAIL(job->arena, ERR_INVALID, "plan.cannot_write", "无法写入 %s：%s", "Cannot write %s: %s", path,
             strerror(errno));
    return NULL;
}

static struct err *close_out(struct plan_job *job, const char *path, FILE *file)
{
    bool failed = ferror(file) != 0;
    if (fclose(file) != 0 || failed)
        FAIL(job->arena, ERR_INVALID, "plan.cannot_write", "写入 %s 时出错，磁盘可能已满。",
             "Writing %s failed; the disk may be full.", path);
    return NULL;
}

struct err *job_write_instance(struct plan_job *job, const char *path)
{
    FILE *file;
    if (!job->csv) {
        TRY(open_out(job, path, &file));
        plan_write_binary(&job->in, &(struct plan_sink){put_bytes, file});
        return close_out(job, path, file);
    }
    TRY(file_make_dir(job->arena, str_of(path)));
    for (int i = 0; i < PLAN_FILES; i++) {
        const char *part = str_cstr(job->arena, str_printf(job->arena, "%s/%s", path, plan_file_names[i]));
        TRY(open_out(job, part, &file));
        plan_write_csv(&job->in, (enum plan_file)i, &(struct plan_sink){put_bytes, file});
        TRY(close_out(job, part, file));
    }
    return NULL;
}

struct err *job_write_answer(struct plan_job *job, const struct plan_result *r, const char *path)
{
    FILE *file;
    if (!job->by_name && !job->csv) {
        TRY(open_out(job, path, &file));
        plan_write_answer(&job->in, r, &(struct plan_sink){put_bytes, file});
        return close_out(job, path, file);
    }
    TRY(file_make_dir(job->arena, str_of(path)));
    for (int i = 0; i < PLAN_ANSWER_FILES; i++) {
        const char *part = str_cstr(job->arena, str_printf(job->arena, "%s/%s", path, plan_answer_file_names[i]));
        TRY(open_out(job, part, &file));
        plan_write_answer_csv(&job->in, &job->names, r, (enum plan_answer_file)i, &(struct plan_sink){put_bytes, file});
        TRY(close_out(job, part, file));
    }
    return NULL;
}

struct err *job_find_person(struct plan_job *job, const char *name, int32_t *ret_person)
{
    int64_t number;
    if (!job->by_name && str_int64(str_of(name), &number) && number >= 1 && number <= job->in.people) {
        *ret_person = (int32_t)number - 1;
        return NULL;
    }
    for (int32_t p = 0; job->by_name && p < job->in.people; p++)
        if (str_is(job->names.person[p], name)) {
            *ret_person = p;
            return NULL;
        }
    FAIL(job->arena, ERR_INVALID, "plan.no_person", "没有“%s”这个人。", "There is no person “%s”.", name);
}
