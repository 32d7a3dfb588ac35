#include "fetch/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>

static const struct block {
    const char *range, *name;
} blocks[] = {
    {"0.0.0.0/8", "unspecified"},
    {"10.0.0.0/8", "private"},
    {"100.64.0.0/10", "carrier-grade NAT"},
    {"127.0.0.0/8", "loopback"},
    {"169.254.0.0/16", "link-local (cloud metadata)"},
    {"172.16.0.0/12", "private"},
    {"192.0.0.0/24", "protocol assignments"},
    {"192.0.2.0/24", "documentation"},
    {"192.31.196.0/24", "AS112"},
    {"192.52.193.0/24", "AMT relay"},
    {"192.88.99.0/24", "6to4 relay"},
    {"192.168.0.0/16", "private"},
    {"192.175.48.0/24", "AS112"},
    {"198.18.0.0/15", "benchmarking"},
    {"198.51.100.0/24", "documentation"},
    {"203.0.113.0/24", "documentation"},
    {"224.0.0.0/4", "multicast"},
    {"240.0.0.0/4", "reserved"},
    {"::/128", "unspecified"},
    {"::1/128", "loopback"},
    {"::ffff:0:0/96", "IPv4-mapped"},
    {"::/96", "IPv4-compatible"},
    {"64:ff9b::/96", "NAT64"},
    {"64:ff9b:1::/48", "NAT64"},
    {"100::/64", "discard"},
    {"2001::/32", "Teredo"},
    {"2001::/23", "protocol assignments"},
    {"2001:db8::/32", "documentation"},
    {"2002::/16", "6to4"},
    {"2620:4f:8000::/48", "AS112"},
    {"3fff::/20", "documentation"},
    {"fc00::/7", "private"},
    {"fe80::/10", "link-local"},
    {"fec0::/10", "site-local"},
    {"ff00::/8", "multicast"},
};

bool address_range_parse(struct str text, struct address_range *out)
{
    char z[ADDRESS_TEXT];
    text = str_trim(text);
    bool has_bits = text.n && memchr(text.p, '/', text.n);
    struct str address = str_cut(&text, '/');
    if (!address.n || address.n >= sizeof z)
        return false;
    memcpy(z, address.p, address.n);
    z[address.n] = '\0';
    *out = (struct address_range){.family = memchr(z, ':', address.n) ? AF_INET6 : AF_INET};
    if (inet_pton(out->family, z, out->bytes) != 1)
        return false;
    int most = out->family == AF_INET ? 32 : 128;
    out->bits = most;
    if (has_bits) {
        if (!text.n || text.n > 3)
            return false;
        out->bits = 0;
        for (size_t i = 0; i < text.n; i++) {
            if (text.p[i] < '0' || text.p[i] > '9')
                return false;
            out->bits = out->bits * 10 + (text.p[i] - '0');
        }
    }
    return out->bits <= most;
}

/* The bytes of the address in network order; NULL for families that are neither. */
static const unsigned char *bytes_of(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return (const unsigned char *)&((const struct sockaddr_in *)(const void *)address)->sin_addr;
    if (address->sa_family == AF_INET6)
        return (const unsigned char *)&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    return NULL;
}

static bool is_in(const struct sockaddr *address, const struct address_range *range)
{
    if (address->sa_family != range->family)
        return false;
    const unsigned char *b = bytes_of(address);
    int whole = range->bits / 8, rest = range->bits % 8;
    if (memcmp(b, range->bytes, (size_t)whole) != 0)
        return false;
    return !rest || ((b[whole] ^ range->bytes[whole]) >> (8 - rest)) == 0;
}

const char *address_reserved(const struct sockaddr *address)
{
    const unsigned char *b = bytes_of(address);
    if (!b)
        return "no internet address";
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        struct address_range range;
        if (address_range_parse(str_of(blocks[i].range), &range) && is_in(address, &range))
            return blocks[i].name;
    }
    if (address->sa_family == AF_INET6 && (b[0] & 0xe0) != 0x20)
        return "not global unicast";
    return NULL;
}

struct status address_check(const struct sockaddr *address, const struct address_range *allowed, size_t count)
{
    const char *reserved = address_reserved(address);
    if (!reserved)
        return status_ok();
    for (size_t i = 0; i < count; i++)
        if (is_in(address, &allowed[i]))
            return status_ok();
    char text[ADDRESS_TEXT];
    address_format(address, text);
    return status_error(STATUS_UNSUPPORTED,
                        "no connection is made to %s (%s address); if it is meant, write `allow = %s` under [fetch]",
                        text, reserved, text);
}

void address_format(const struct sockaddr *address, char out[ADDRESS_TEXT])
{
    const unsigned char *b = bytes_of(address);
    if (!b || !inet_ntop(address->sa_family, b, out, ADDRESS_TEXT))
        snprintf(out, ADDRESS_TEXT, "(unknown)");
}

bool address_parse(const char *text, int port, struct sockaddr_storage *out)
{
    *out = (struct sockaddr_storage){0};
    struct sockaddr_in *v4 = (void *)out;
    struct sockaddr_in6 *v6 = (void *)out;
    if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons((uint16_t)port);
        return true;
    }
    if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons((uint16_t)port);
        return true;
    }
    return false;
}
