//! Taking an online request up, unconfirmed (A3).

use super::Online;
use crate::domain::customer::phone;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{OnlineId, Personal, Refusal, Stamp, when};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Takes up what somebody wrote into the shop's web form. It stays unconfirmed until an advisor decides on it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeOnline {
    /// How to reach who asks.
    pub phone: String,
    /// Their own words.
    pub says: String,
    /// The plate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate: Option<String>,
    /// Who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When they would like to come: RFC 3339, or as people type it: t9, 1730.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wished: Option<String>,
    /// The name of the file that it came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// When it was written, if not now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Stamp>,
}

/// An online request was taken up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlineTaken {
    /// The id.
    pub online: OnlineId,
    /// The plate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate: Option<Personal>,
    /// Who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Personal>,
    /// How to reach them.
    pub phone: Personal,
    /// Their own words.
    pub says: Personal,
    /// When they would like to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wished: Option<Stamp>,
    /// The file that it came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// When it was written.
    pub sent: Stamp,
}

impl OnlineTaken {
    /// The request as it begins.
    pub fn begin(&self, meta: &Meta<'_>) -> Online {
        Online {
            id: self.online.clone(),
            plate: self.plate.clone(),
            name: self.name.clone(),
            phone: self.phone.clone(),
            says: self.says.clone(),
            wished: self.wished,
            file: self.file.clone(),
            sent: self.sent,
            taken: meta.at,
            ended: None,
            marks: Default::default(),
        }
    }
}

/// Decides [`TakeOnline`].
pub fn decide(d: &mut Deciding<'_>, c: &TakeOnline) -> Result<String, Stop> {
    let phone = phone::parse(&c.phone).map_err(|why| match why {
        Why::Empty => Refusal::missing("phone"),
        why => Refusal::invalid("phone", &c.phone, why),
    })?;
    let says = d.words("says", &c.says)?;
    let plate = c.plate.as_deref().map(str::trim).filter(|plate| !plate.is_empty());
    let plate = plate.map(|plate| d.plate("plate", plate)).transpose()?;
    let name = d.optional_text("name", c.name.as_deref())?;
    let wished = c.wished.as_deref().map(str::trim).filter(|wished| !wished.is_empty());
    let at = |text| when::parse(text, d.now, d.rules.zone).ok_or(Refusal::invalid("wished", text, Why::NotATime));
    let wished = wished.map(at).transpose()?;
    let file = d.optional_text("file", c.file.as_deref())?;
    // A clock that runs ahead elsewhere does not make a request come from the future.
    let sent = c.sent.filter(|sent| *sent <= d.now).unwrap_or(d.now);
    let online = OnlineId::new(d.next_dated("W")?);
    let personal = |text: &str| Personal::new(text, online.as_str());
    let (phone, says) = (personal(&phone), personal(says));
    let (plate, name) = (plate.map(|plate| personal(plate.as_str())), name.map(|name| personal(&name)));
    let taken = OnlineTaken { online: online.clone(), plate, name, phone, says, wished, file, sent };
    d.emit(Event::OnlineTaken(taken))?;
    Ok(online.to_string())
}
