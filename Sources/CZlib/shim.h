#ifndef STACKLEDGER_CZLIB_SHIM_H
#define STACKLEDGER_CZLIB_SHIM_H

#include <zlib.h>

/// `inflateInit2` is a macro, which Swift cannot call. This accepts gzip's header and no other.
static inline int czlib_begin_gzip(z_stream *stream) {
    return inflateInit2(stream, 16 + MAX_WBITS);
}

#endif
