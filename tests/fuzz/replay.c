/* Feeds every file of a folder to a fuzz target: replay FOLDER. An input that breaks it ends the program. */
#include "fuzz/fuzz.h"

#include <dirent.h>

static void play(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file) perror(path), exit(1);
    uint8_t *data = malloc(1 << 20);
    size_t size = fread(data, 1, 1 << 20, file);
    fclose(file);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (!folder) return fprintf(stderr, "replay FOLDER\n"), 1;
    int count = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.') continue;
        fprintf(stderr, "%s\n", entry->d_name);
        play(argv[1], entry->d_name);
        count++;
    }
    closedir(folder);
    printf("%d passed, 0 failed\n", count);
    return 0;
}
