// libcurl, loaded at run time.

#include "library.h"
#include "ccurl.h"

#include <dlfcn.h>

struct ccurl_library ccurl_library;

#define LOAD(name) \
    if (!(curl.name = (__typeof__(curl.name))dlsym(library, "curl_" #name))) return dlerror()

const char *ccurl_load(void) {
    if (curl.global_init) return NULL;
    void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
    if (!library) return dlerror();
    LOAD(easy_init);
    LOAD(easy_setopt);
    LOAD(easy_getinfo);
    LOAD(easy_strerror);
    LOAD(easy_cleanup);
    LOAD(multi_init);
    LOAD(multi_add_handle);
    LOAD(multi_remove_handle);
    LOAD(multi_perform);
    LOAD(multi_poll);
    LOAD(multi_info_read);
    LOAD(multi_cleanup);
    LOAD(multi_wakeup);
    LOAD(slist_append);
    LOAD(slist_free_all);
    LOAD(global_init);
    // TLS needs no flag, as curl_global_init(3) say since 7.57.0.
    if (curl.global_init(CURL_GLOBAL_NOTHING) == CURLE_OK) return NULL;
    curl.global_init = NULL;
    return "libcurl could not be initialised";
}
