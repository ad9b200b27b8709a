// Of the system's OpenSSL: EVP_PBE_scrypt, CRYPTO_memcmp and RAND_bytes.
#ifndef CANGDAN_COPENSSL_H
#define CANGDAN_COPENSSL_H
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#endif
