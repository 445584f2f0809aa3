//! The server's few words, handed in by the composition root: the server itself names none.

use super::app::Refused;

/// What happened and what to do about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What happened.
    pub message: String,
    /// What to do about it. May be empty.
    pub remedy: String,
}

impl Said {
    /// Makes a refusal of it, with the cause after the message.
    pub(super) fn refuse(&self, code: &str, cause: &dyn std::fmt::Display) -> Refused {
        let message = format!("{} ({cause})", self.message);
        Refused { code: code.to_owned(), message, remedy: self.remedy.clone() }
    }
}

/// Everything the server says in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrases {
    /// Title of the page shown while the shop is being opened.
    pub opening: String,
    /// What is being done, by [`super::app::Progress::phase`].
    pub phases: Vec<(&'static str, String)>,
    /// Stands before the time that the opening has taken so far.
    pub elapsed: String,
    /// Says which key leaves.
    pub leave: String,
    /// The server stops; what was typed is kept.
    pub stopping: Said,
    /// The server stops, because it was asked to.
    pub stopped: Said,
    /// The server is in use and so does not stop.
    pub in_use: Said,
    /// Only the owner of the folder may stop the server.
    pub not_allowed: Said,
    /// There are too many connections.
    pub full: Said,
    /// This caller has as many sessions as one may have.
    pub full_caller: Said,
    /// The key by which this caller came was taken away.
    pub key_dropped: Said,
    /// Over SSH there are screens and nothing else; the remedy names `{port}` and `{user}`.
    pub screens_only: Said,
    /// Nobody pressed a key for long; the session is parked.
    pub idle: Said,
    /// The session goes on at another terminal.
    pub taken_over: Said,
    /// The caller is at work at another terminal; `{from}` is from where, `{since}` for how long, in hours and minutes.
    pub elsewhere: String,
    /// The caller is at work at `{n}` other terminals; each follows.
    pub elsewhere_several: String,
    /// One of these: `{from}` and `{since}`.
    pub elsewhere_one: String,
    /// What taking that session over means.
    pub take_over: String,
    /// What taking over means where there are several: the newest by this key, each by its digit.
    pub take_over_one: String,
    /// What a second session beside it means.
    pub beside: String,
    /// Client and server are of different versions.
    pub protocol: Said,
    /// This session failed; all others go on.
    pub broken: Said,
    /// A request or an answer is too long.
    pub too_long: Said,
    /// The socket or the log folder cannot be made; the cause is added.
    pub socket: Said,
    /// The opening failed in a way nobody foresaw; the cause is added.
    pub opening_broken: Said,
}

/// The words of all languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrasebook {
    /// The words for a language that is not among the others.
    pub first: Phrases,
    /// Language tag (`zh`) and its words.
    pub others: Vec<(String, Phrases)>,
}

impl Phrasebook {
    /// Returns the words for a language tag; `zh_CN.UTF-8` finds `zh`.
    pub(super) fn of(&self, lang: &str) -> &Phrases {
        let found = self.others.iter().find(|(tag, _)| lang.starts_with(tag.as_str()));
        found.map_or(&self.first, |(_, phrases)| phrases)
    }
}
