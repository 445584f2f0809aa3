//! Adopting a configuration text: the journal keeps the whole text, so that an old result can always be explained
//! by the version it was made with (CONTRACTS 2; P6).

use super::Shop;
use crate::domain::Refusal;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use crate::domain::refusal::Why;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What kind of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A scoring scheme.
    Scheme,
    /// An inspection checklist.
    Checklist,
    /// A table of guarantee and warranty rules.
    Rule,
}

/// A text in force or superseded. The text itself stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adopted {
    /// What kind.
    pub kind: Kind,
    /// Its id, such as `visit`.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// SHA-256 of the text, as hex digits.
    pub digest: String,
    /// The journal line that holds it.
    pub seq: u64,
}

/// Adopts a scheme, checklist or rule table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdoptConfig {
    /// scheme, checklist or rule.
    pub kind: Kind,
    /// Its id, as the text says.
    pub id: String,
    /// Its version, as the text says.
    pub version: u32,
    /// The whole text.
    pub text: String,
}

/// A configuration text was adopted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigAdopted {
    /// What kind.
    #[serde(rename = "config")]
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The whole text.
    pub text: String,
}

impl ConfigAdopted {
    /// Adds the text to the list.
    pub fn fold(&self, shop: &mut Shop, seq: u64) {
        let digest = digest(&self.text);
        shop.adopted.push(Adopted { kind: self.kind, id: self.id.clone(), version: self.version, digest, seq });
    }
}

/// Decides [`AdoptConfig`]. The same text again changes nothing; another text under a known version is refused.
pub fn decide(d: &mut Deciding<'_>, c: &AdoptConfig) -> Result<String, Stop> {
    let shop = d.shop()?;
    let known = shop.adopted.iter().find(|a| a.kind == c.kind && a.id == c.id && a.version == c.version);
    match known {
        Some(known) if known.digest == digest(&c.text) => return Ok(c.id.clone()),
        Some(_) => {
            return Err(Refusal::SameVersion { what: c.id.clone(), version: c.version }.into());
        }
        None => {}
    }
    if c.kind == Kind::Scheme {
        let scheme = crate::scoring::Scheme::parse(&c.id, &c.text);
        let scheme = scheme.map_err(|error| Refusal::invalid("text", &c.id, Why::Unreadable(error.to_string())))?;
        if scheme.id != c.id || scheme.version != c.version {
            let says = format!("{} version {}", scheme.id, scheme.version);
            return Err(Refusal::invalid("id", &c.id, Why::NotOneOf(vec![says])).into());
        }
    }
    if c.kind == Kind::Checklist {
        let list = super::checklist::Checklist::parse(&c.text);
        let list = list.map_err(|error| Refusal::invalid("text", &c.id, Why::Unreadable(error)))?;
        if list.id != c.id || list.version != c.version {
            let says = format!("{} version {}", list.id, list.version);
            return Err(Refusal::invalid("id", &c.id, Why::NotOneOf(vec![says])).into());
        }
    }
    let adopted = ConfigAdopted { kind: c.kind, id: c.id.clone(), version: c.version, text: c.text.clone() };
    d.emit(Event::ConfigAdopted(adopted))?;
    Ok(c.id.clone())
}

/// SHA-256 of a text, as hex digits.
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
