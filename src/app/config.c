#include "app/config.h"

#include "domain/oidc/oidc.h"
#include "os/file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PASSWORD_BYTES = 4096, ROOTS_BYTES = 1 << 20, OIDC_FILE_BYTES = 1 << 16 };
enum setting_kind { SETTING_TEXT, SETTING_INT, SETTING_SWITCH };

static const struct setting {
    const char *flag, *env, *fallback;
    enum setting_kind kind;
    size_t offset;
    int64_t min, max;
    const char *zh, *en;
} table[] = {
    {"--data", "TONGKE_DATA", "./data", SETTING_TEXT, offsetof(struct settings, data_dir), 0, 0,
     "数据目录：数据库、密钥、媒体文件", "data directory: database, key, media"},
    {"--db", "TONGKE_DB", "", SETTING_TEXT, offsetof(struct settings, db_url), 0, 0,
     "数据库：SQLite 文件或 postgresql:// 地址；不填为 DIR/tongke.db",
     "database: a SQLite file or a postgresql:// URL; empty is DIR/tongke.db"},
    {"--listen", "TONGKE_LISTEN", "127.0.0.1:8080", SETTING_TEXT, offsetof(struct settings, listen), 0, 0,
     "监听地址：HOST:PORT、[::]:PORT 或 unix:/路径", "address to listen on: HOST:PORT, [::]:PORT or unix:/path"},
    {"--public-url", "TONGKE_PUBLIC_URL", "", SETTING_TEXT, offsetof(struct settings, public_url), 0, 0,
     "用户访问的网址，用于二维码和链接", "the address that people use, for QR codes and links"},
    {"--trusted-proxy", "TONGKE_TRUSTED_PROXY", "", SETTING_TEXT, offsetof(struct settings, trusted_proxy), 0, 0,
     "信任其 X-Forwarded-* 头的反向代理地址", "address of the reverse proxy whose X-Forwarded-* headers are believed"},
    {"--secret", "TONGKE_SECRET", "", SETTING_TEXT, offsetof(struct settings, secret_file), 0, 0,
     "密钥文件（多个节点须相同）；不填为 DIR/secret.key", "key file (the same on all nodes); empty is DIR/secret.key"},
    {"--tz", "TONGKE_TZ_MINUTES", "480", SETTING_INT, offsetof(struct settings, tz_min), -720, 840,
     "本地时区，与 UTC 相差的分钟数", "the city's offset from UTC in minutes"},
    {"--loops", "TONGKE_LOOPS", "2", SETTING_INT, offsetof(struct settings, loops), 1, 16, "处理连接的线程数",
     "threads that serve connections"},
    {"--workers", "TONGKE_WORKERS", "4", SETTING_INT, offsetof(struct settings, workers), 1, 64, "数据库工作线程数",
     "threads for heavy database work"},
    {"--rtmp-port", "TONGKE_RTMP_PORT", "1935", SETTING_INT, offsetof(struct settings, rtmp_port), 1, 65535,
     "等待推流的首个 RTMP 端口", "first port on which an RTMP publisher is awaited"},
    {"--node", "TONGKE_NODE", "0", SETTING_INT, offsetof(struct settings, node), 0, 1023,
     "节点编号，同一数据库的各节点不得相同", "number of this node, different on each node of one database"},
    {"--disk-warn-mb", "TONGKE_DISK_WARN_MB", "2048", SETTING_INT, offsetof(struct settings, disk_warn_mb), 1, 1 << 30,
     "数据目录所在磁盘剩余空间低于此值（MB）即告警", "warn when the disk of the data directory has less room, in MB"},
    {"--nats", "TONGKE_NATS", "", SETTING_TEXT, offsetof(struct settings, nats_url), 0, 0,
     "NATS 地址，课堂消息经它到达其他节点；不填为单节点",
     "address of NATS, by which rooms reach the other nodes; empty: one node"},
    {"--no-media", "TONGKE_NO_MEDIA", "", SETTING_SWITCH, offsetof(struct settings, no_media), 0, 0,
     "本节点不制作课堂视频（多节点时只由一个节点制作）",
     "this node makes no pictures of lessons (of several nodes one does)"},
    {"--smtp-host", "TONGKE_SMTP_HOST", "", SETTING_TEXT, offsetof(struct settings, smtp_host), 0, 0,
     "发邮件的 SMTP 服务器；不填则不发邮件", "SMTP relay for mail; empty: no mail is sent"},
    {"--smtp-port", "TONGKE_SMTP_PORT", "587", SETTING_INT, offsetof(struct settings, smtp_port), 1, 65535, "SMTP 端口",
     "port of the relay"},
    {"--smtp-tls", "TONGKE_SMTP_TLS", "starttls", SETTING_TEXT, offsetof(struct settings, smtp_tls), 0, 0,
     "加密：starttls（587 端口）、tls（465 端口）或 none（仅限内网）",
     "encryption: starttls (port 587), tls (port 465) or none (inside one's own network only)"},
    {"--smtp-ca", "TONGKE_SMTP_CA", "", SETTING_TEXT, offsetof(struct settings, smtp_ca), 0, 0,
     "SMTP 服务器证书的根证书文件（PEM）；不填则用系统证书库",
     "file (PEM) of the roots of the relay's certificate; empty: the system's"},
    {"--smtp-user", "TONGKE_SMTP_USER", "", SETTING_TEXT, offsetof(struct settings, smtp_user), 0, 0,
     "SMTP 用户名；不填则不验证", "user at the relay; empty: no authentication"},
    {"--smtp-password", "TONGKE_SMTP_PASSWORD_FILE", "", SETTING_TEXT, offsetof(struct settings, smtp_password), 0, 0,
     "存放 SMTP 密码的文件", "file with the password at the relay"},
    {"--mail-from", "TONGKE_MAIL_FROM", "", SETTING_TEXT, offsetof(struct settings, mail_from), 0, 0, "发件人邮箱地址",
     "address that mail comes from"},
    {"--oidc", "TONGKE_OIDC", "", SETTING_TEXT, offsetof(struct settings, oidc_file), 0, 0,
     "统一身份认证（OpenID Connect）提供方的配置文件", "file with the OpenID Connect identity providers"},
    {"--rehearse", "TONGKE_REHEARSE", "", SETTING_SWITCH, offsetof(struct settings, rehearse), 0, 0,
     "在演示城市上播放一堂排练课", "play a rehearsed lesson on the demo city"},
};

size_t settings_count(void) { return sizeof table / sizeof *table; }

static struct err *set(struct arena *a, const struct setting *s, struct settings *settings, const char *value)
{
    void *p = (char *)settings + s->offset;
    int64_t number;
    switch (s->kind) {
    case SETTING_TEXT: *(struct str *)p = str_of(value); return NULL;
    case SETTING_SWITCH: *(bool *)p = *value && strcmp(value, "0") != 0; return NULL;
    case SETTING_INT:
        if (!str_int64(str_of(value), &number) || number < s->min || number > s->max)
            FAIL(a, ERR_INVALID, "config.number", "%s 应是 %lld 到 %lld 之间的整数。",
                 "%s must be a whole number from %lld to %lld.", s->flag, (long long)s->min, (long long)s->max);
        *(int64_t *)p = number;
    }
    return NULL;
}

static const struct setting *find_setting(const char *argument, const char **ret_value)
{
    for (size_t i = 0; i < settings_count(); i++) {
        size_t n = strlen(table[i].flag);
        if (strncmp(argument, table[i].flag, n) != 0 || (argument[n] && argument[n] != '=')) continue;
        *ret_value = argument[n] ? argument + n + 1 : NULL;
        return &table[i];
    }
    return NULL;
}

static struct err *read_flags(struct arena *a, int *argc, char **argv, struct settings *settings)
{
    int kept = 0;
    for (int i = 0; i < *argc; i++) {
        const char *value = NULL;
        const struct setting *s = find_setting(argv[i], &value);
        if (!s) {
            argv[kept++] = argv[i];
            continue;
        }
        if (s->kind == SETTING_SWITCH) value = "1";
        if (!value && i + 1 < *argc) value = argv[++i];
        if (!value) FAIL(a, ERR_INVALID, "config.value", "%s 后面缺少值。", "%s needs a value.", s->flag);
        TRY(set(a, s, settings, value));
    }
    *argc = kept;
    return NULL;
}

struct err *settings_read(struct arena *a, int *argc, char **argv, struct settings *ret_settings)
{
    *ret_settings = (struct settings){0};
    for (size_t i = 0; i < settings_count(); i++) {
        const char *env = getenv(table[i].env);
        TRY(set(a, &table[i], ret_settings, env && *env ? env : table[i].fallback));
    }
    return read_flags(a, argc, argv, ret_settings);
}

void settings_manual(struct buf *out, enum lang lang)
{
    for (size_t i = 0; i < settings_count(); i++)
        buf_printf(out, "  %-16s %-22s %s%s%s%s\n", table[i].flag, table[i].env,
                   lang == LANG_EN ? table[i].en : table[i].zh,
                   *table[i].fallback ? lang == LANG_EN ? " (default " : "（默认 " : "", table[i].fallback,
                   *table[i].fallback ? lang == LANG_EN ? ")" : "）" : "");
}

/* Where a dash stands for itself and a dot may begin a line. */
static void man_text(struct buf *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '-') buf_char(out, '\\');
        if (*p == '\\') buf_char(out, '\\');
        buf_char(out, *p);
    }
}

void settings_man(struct buf *out, enum lang lang)
{
    for (size_t i = 0; i < settings_count(); i++) {
        buf_cstr(out, ".TP\n\\fB");
        man_text(out, table[i].flag);
        buf_printf(out, "\\fR, \\fB%s\\fR\n\\&", table[i].env);
        man_text(out, lang == LANG_EN ? table[i].en : table[i].zh);
        if (*table[i].fallback) buf_cstr(out, lang == LANG_EN ? " (default " : "（默认 ");
        man_text(out, table[i].fallback);
        buf_cstr(out, *table[i].fallback ? lang == LANG_EN ? ")\n" : "）\n" : "\n");
    }
}

void settings_example(struct buf *out)
{
    for (size_t i = 0; i < settings_count(); i++)
        buf_printf(out, "# %s\n# %s\n#%s=%s\n\n", table[i].zh, table[i].en, table[i].env, table[i].fallback);
}

static struct err *apply_relay(struct arena *a, const struct settings *s, struct smtp_relay *relay)
{
    static const char *const modes[] = {[SMTP_STARTTLS] = "starttls", [SMTP_TLS] = "tls", [SMTP_PLAIN] = "none"};
    if (!s->smtp_host.n) return NULL;
    *relay = (struct smtp_relay){
        .host = s->smtp_host, .port = s->smtp_port, .tls = -1, .user = s->smtp_user, .from = s->mail_from};
    for (int i = SMTP_STARTTLS; i <= SMTP_PLAIN; i++)
        if (str_is(s->smtp_tls, modes[i])) relay->tls = i;
    if (relay->tls < 0)
        FAIL(a, ERR_INVALID, "config.smtp_tls", "--smtp-tls 应是 starttls、tls 或 none。",
             "--smtp-tls must be starttls, tls or none.");
    if (!memchr(s->mail_from.n ? s->mail_from.p : "", '@', s->mail_from.n))
        FAIL(a, ERR_INVALID, "config.mail_from", "发邮件须用 --mail-from 给出发件人地址。",
             "Mail needs a sender's address: --mail-from.");
    if (s->smtp_ca.n) {
        struct str roots;
        TRY(file_read(a, s->smtp_ca, ROOTS_BYTES, &roots)); /* said at the start, not when a mail fails */
        relay->ca_file = s->smtp_ca;
    }
    if (!s->smtp_password.n) return NULL;
    TRY(file_read(a, s->smtp_password, PASSWORD_BYTES, &relay->password));
    relay->password = str_trim(relay->password);
    return NULL;
}

#define PROVIDER(kind, ...) F_##kind(struct oidc_provider, __VA_ARGS__)
static const struct shape_field provider_fields[] = {
    PROVIDER(TEXT, name, 1, 60, SHAPE_REQUIRED, "代码", "name"),
    PROVIDER(TEXT, title, 1, 60, SHAPE_REQUIRED, "名称", "title"),
    PROVIDER(TEXT, title_en, 0, 60, 0, "英文名称", "English title"),
    PROVIDER(TEXT, issuer, 1, 500, SHAPE_REQUIRED, "提供方地址", "issuer"),
    PROVIDER(TEXT, client_id, 1, 200, SHAPE_REQUIRED, "客户端", "client"),
    PROVIDER(TEXT, client_secret, 0, 500, SHAPE_SECRET, "客户端密钥", "secret"),
    PROVIDER(TEXT, scope, 0, 200, 0, "范围", "scope"),
    PROVIDER(BOOL, secret_in_form, 0, "密钥放在表单中", "secret in the form"),
    PROVIDER(BOOL, checks_factor, 0, "由提供方验证第二因素", "it asks for a second factor"),
    PROVIDER(BOOL, sign_out, 0, "同时退出提供方", "signing out here signs out there"),
};
static const struct shape provider_shape = SHAPE("OidcProvider", struct oidc_provider, provider_fields);

struct oidc_file {
    struct list providers;
};
static const struct shape_field file_fields[] = {
    F_LIST(struct oidc_file, providers, &provider_shape, 1, 20, SHAPE_REQUIRED, "提供方", "providers"),
};
static const struct shape file_shape = SHAPE("OidcFile", struct oidc_file, file_fields);

static struct err *apply_oidc(struct arena *a, const struct settings *s, struct list *ret_providers)
{
    struct oidc_file file = {0};
    struct str text;
    if (!s->oidc_file.n) return NULL;
    TRY(file_read(a, s->oidc_file, OIDC_FILE_BYTES, &text));
    TRY(shape_read_json(a, &file_shape, text, &file));
    for (LIST_EACH(file.providers, struct oidc_provider, provider)) TRY(oidc_provider_check(a, provider));
    *ret_providers = file.providers;
    return NULL;
}

struct err *settings_apply(struct arena *a, struct settings *settings, struct config *ret_config)
{
    while (settings->data_dir.n > 1 && str_ends(settings->data_dir, STR("/"))) settings->data_dir.n--;
    TRY(file_make_dir(a, settings->data_dir));
    if (!settings->db_url.n) settings->db_url = str_printf(a, "%.*s/tongke.db", STR_ARG(settings->data_dir));
    if (!settings->secret_file.n) settings->secret_file = str_printf(a, "%.*s/secret.key", STR_ARG(settings->data_dir));
    if (!settings->public_url.n) settings->public_url = str_printf(a, "http://%.*s", STR_ARG(settings->listen));
    *ret_config = (struct config){.data_dir = settings->data_dir,
                                  .public_url = settings->public_url,
                                  .tz_min = settings->tz_min,
                                  .rtmp_port = settings->rtmp_port,
                                  .loops = settings->loops,
                                  .workers = settings->workers,
                                  .node = settings->node};
    ret_config->demo = file_exists(a, str_printf(a, "%.*s/demo.json", STR_ARG(settings->data_dir)));
    TRY(apply_relay(a, settings, &ret_config->relay));
    TRY(apply_oidc(a, settings, &ret_config->oidc));
    return file_secret(a, settings->secret_file, ret_config->secret_key, sizeof ret_config->secret_key);
}
