//! The server's few words, from the catalogue.

use super::open::phase;
use crate::server::phrase::{Phrasebook, Phrases, Said};
use crate::text::{Catalogue, Lang, Words};

/// Hands the server its words in both languages; `first` is that of those who ask for none.
pub fn phrasebook(catalogue: &Catalogue, first: Lang) -> Phrasebook {
    let of = |lang: Lang| phrases(&catalogue.words(lang));
    Phrasebook { first: of(first), others: Lang::ALL.map(|lang| (lang.code().to_string(), of(lang))).to_vec() }
}

fn phrases(words: &Words) -> Phrases {
    let get = |key: &str| words.get(key).into_owned();
    let said = |message: &str, remedy: &str| Said { message: get(message), remedy: get(remedy) };
    Phrases {
        opening: get("server-opening"),
        phases: [phase::READING, phase::FILLING].map(|key| (key, get(key))).to_vec(),
        elapsed: get("server-elapsed"),
        leave: get("server-leave"),
        stopping: said("server-stopping", "server-stopping-hint"),
        stopped: said("server-stopped", "server-stopped-hint"),
        in_use: said("server-in-use", "server-in-use-hint"),
        not_allowed: said("server-not-allowed", "server-not-allowed-hint"),
        full: said("server-full", "server-full-hint"),
        full_caller: said("server-full-caller", "server-full-caller-hint"),
        key_dropped: said("server-key-dropped", "server-key-dropped-hint"),
        screens_only: Said {
            message: get("server-screens-only"),
            remedy: words.with("server-screens-only-hint", &[("port", "{port}"), ("user", "{user}")]),
        },
        idle: said("server-idle", "server-idle-hint"),
        taken_over: said("server-taken-over", "server-taken-over-hint"),
        elsewhere: words.with("server-elsewhere", &[("from", "{from}"), ("since", "{since}")]),
        elsewhere_several: words.with("server-elsewhere-several", &[("n", "{n}")]),
        elsewhere_one: words.with("server-elsewhere-one", &[("from", "{from}"), ("since", "{since}")]),
        take_over: get("server-take-over"),
        take_over_one: get("server-take-over-one"),
        beside: get("server-beside"),
        protocol: said("server-protocol", "server-protocol-hint"),
        broken: said("server-broken", "server-broken-hint"),
        too_long: said("server-too-long", "server-too-long-hint"),
        socket: said("server-socket", "server-socket-hint"),
        opening_broken: said("server-opening-broken", "server-opening-broken-hint"),
    }
}
