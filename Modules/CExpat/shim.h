// libexpat 2.5 or newer (Debian: libexpat1-dev).
#include <expat.h>

// From 2.6 on expat may wait for more input before it looks again at what it has. Each record is wanted as soon as
// it is there, and who calls bounds what a token can make expat read again.
static inline void scenewire_expat_parse_at_once(XML_Parser parser) {
#if XML_MAJOR_VERSION > 2 || XML_MINOR_VERSION >= 6
    XML_SetReparseDeferralEnabled(parser, XML_FALSE);
#else
    (void)parser;
#endif
}
