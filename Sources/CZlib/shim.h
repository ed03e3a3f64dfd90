#pragma once

#include <zlib.h>

// zlib's own initialisers are macros, which Swift does not see. 15 is the largest window, 16 more asks for a gzip frame.

static inline int zlib_deflate_init_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

static inline int zlib_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
