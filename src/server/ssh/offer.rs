//! What this server offers a client to agree on: only what is sound today.
//!
//! Key exchange by curve 25519, alone or together with ML-KEM; ciphers that protect what they hide, or with a MAC over
//! the encrypted bytes; the host key is Ed25519. Finite-field groups, NIST curves in the exchange, SHA-1 and CBC are not
//! there. Compression is offered and left to the client (`ssh -C`): on a slow line it saves nine tenths.

use super::Setup;
use russh::keys::{Algorithm, EcdsaCurve, PrivateKey};
use russh::server::Config;
use russh::{MethodKind, MethodSet, Preferred, SshId, cipher, compression, kex, mac};
use std::borrow::Cow;
use std::time::Duration;

const KEX: &[kex::Name] = &[
    kex::MLKEM768X25519_SHA256,
    kex::CURVE25519,
    kex::CURVE25519_PRE_RFC_8731,
    kex::EXTENSION_SUPPORT_AS_SERVER,
    kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
];
/// The same without curve 25519 alone.
const KEX_ML: &[kex::Name] =
    &[kex::MLKEM768X25519_SHA256, kex::EXTENSION_SUPPORT_AS_SERVER, kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER];
const KEYS: &[Algorithm] = &[
    Algorithm::Ed25519,
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP384 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP521 },
];
const CIPHERS: &[cipher::Name] =
    &[cipher::CHACHA20_POLY1305, cipher::AES_256_GCM, cipher::AES_256_CTR, cipher::AES_128_CTR];
const MACS: &[mac::Name] = &[mac::HMAC_SHA512_ETM, mac::HMAC_SHA256_ETM];
const COMPRESSION: &[compression::Name] = &[compression::NONE, compression::ZLIB_LEGACY];

/// Bytes that a client may send before it is told to go on: a page of pasted text.
const WINDOW: u32 = 64 * 1024;
/// Silent keepalives after which a line counts as gone.
const KEEPALIVES: usize = 2;
/// How long a refusal takes, whatever was wrong: so it says nothing about what was right.
const REFUSAL: Duration = Duration::from_millis(300);

pub(super) fn config(key: PrivateKey, setup: &Setup) -> Config {
    Config {
        server_id: SshId::Standard(Cow::Borrowed("SSH-2.0-shopdesk")),
        methods: MethodSet::from(&[MethodKind::PublicKey][..]),
        auth_rejection_time: REFUSAL,
        // The first question of every client, which asks only what there is.
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![key],
        window_size: WINDOW,
        preferred: Preferred {
            kex: Cow::Borrowed(if setup.classic { KEX } else { KEX_ML }),
            key: Cow::Borrowed(KEYS),
            cipher: Cow::Borrowed(CIPHERS),
            mac: Cow::Borrowed(MACS),
            compression: Cow::Borrowed(COMPRESSION),
            ..Preferred::DEFAULT
        },
        max_auth_attempts: setup.attempts,
        inactivity_timeout: None,
        keepalive_interval: Some(setup.keepalive),
        keepalive_max: KEEPALIVES,
        nodelay: true,
        ..Config::default()
    }
}
