#include "checksum.h"

#include <string.h>

#if defined(__aarch64__) && defined(__linux__)
#include <arm_acle.h>
#include <sys/auxv.h>
#include <asm/hwcap.h>
#endif

// The reflected Castagnoli polynomial, RFC 3720 section 12.1.
static const uint32_t polynomial = 0x82F63B78u;

uint32_t scenewire_crc32c_portable(uint32_t crc, const void *bytes, size_t byteCount) {
    const uint8_t *next = bytes;
    crc = ~crc;
    while (byteCount--) {
        crc ^= *next++;
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (polynomial & -(crc & 1u));
    }
    return ~crc;
}

#if defined(__x86_64__)

__attribute__((target("sse4.2"))) static uint32_t hardware(uint32_t crc, const uint8_t *next, size_t byteCount) {
    uint64_t sum = ~crc;
    for (; byteCount >= 8; byteCount -= 8, next += 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        sum = __builtin_ia32_crc32di(sum, word);
    }
    uint32_t last = (uint32_t)sum;
    while (byteCount--) last = __builtin_ia32_crc32qi(last, *next++);
    return ~last;
}

static int hasHardware(void) { return __builtin_cpu_supports("sse4.2"); }

#elif defined(__aarch64__) && defined(__linux__)

__attribute__((target("crc"))) static uint32_t hardware(uint32_t crc, const uint8_t *next, size_t byteCount) {
    crc = ~crc;
    for (; byteCount >= 8; byteCount -= 8, next += 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        crc = __crc32cd(crc, word);
    }
    while (byteCount--) crc = __crc32cb(crc, *next++);
    return ~crc;
}

static int hasHardware(void) { return (getauxval(AT_HWCAP) & HWCAP_CRC32) != 0; }

#else

static uint32_t hardware(uint32_t crc, const uint8_t *next, size_t byteCount) {
    return scenewire_crc32c_portable(crc, next, byteCount);
}

static int hasHardware(void) { return 0; }

#endif

uint32_t scenewire_crc32c(uint32_t crc, const void *bytes, size_t byteCount) {
    return hasHardware() ? hardware(crc, bytes, byteCount) : scenewire_crc32c_portable(crc, bytes, byteCount);
}
