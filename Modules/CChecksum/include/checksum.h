#ifndef SCENEWIRE_CHECKSUM_H
#define SCENEWIRE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// Continues a CRC-32C (Castagnoli, RFC 3720 appendix B.4) over `byteCount` bytes.
///
/// Start with 0. Uses the processor's own instruction where there is one. Any thread may call it.
uint32_t scenewire_crc32c(uint32_t crc, const void *bytes, size_t byteCount);

/// The same sum by table alone, so that a test can hold the two against each other.
uint32_t scenewire_crc32c_portable(uint32_t crc, const void *bytes, size_t byteCount);

#endif
