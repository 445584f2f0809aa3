//! When the fault shows: nine questions, each answered by one key and kept as a code (S5; A11, feature 6). A question
//! that was not asked has no code; that is not the same as "no".

use super::Order;
use crate::domain::OrderId;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The state of the engine (冷车/热车).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// Cold.
    Cold,
    /// Warm.
    Warm,
}

/// How fast the car goes (高速/低速).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Speed {
    /// Slowly.
    Low,
    /// Fast.
    High,
}

/// How much the car carries (空载/满载).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Load {
    /// Nothing but the driver.
    Empty,
    /// A full load.
    Loaded,
}

/// What it drives on (公路/土路).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// A smooth road.
    Smooth,
    /// A rough road.
    Rough,
    /// A wet road.
    Wet,
    /// Up or down a slope.
    Slope,
    /// In a bend.
    Bend,
}

/// Air conditioning, lights and the like (附加设备).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Accessories {
    /// Switched on.
    On,
    /// Switched off.
    Off,
}

/// When it was last serviced (何时维护).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Serviced {
    /// Within a month.
    Month,
    /// Within half a year.
    HalfYear,
    /// Within a year.
    Year,
    /// Longer ago.
    Longer,
    /// The customer does not know.
    Unknown,
}

/// What was repaired before (以前修过什么).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Repaired {
    /// Nothing.
    Nothing,
    /// The same thing.
    Same,
    /// Something else.
    Other,
}

/// Since when it shows (何时出现).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// Today.
    Today,
    /// This week.
    Week,
    /// This month.
    Month,
    /// Longer.
    Longer,
}

/// How often it shows (经常/偶尔).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Often {
    /// Always.
    Always,
    /// Sometimes.
    Sometimes,
    /// Once so far.
    Once,
}

/// The answers so far; `None`: not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Symptoms {
    /// Cold or warm engine.
    pub engine: Option<Engine>,
    /// Low or high speed.
    pub speed: Option<Speed>,
    /// Empty or loaded.
    pub load: Option<Load>,
    /// The road.
    pub ground: Option<Ground>,
    /// Accessories on or off.
    pub accessories: Option<Accessories>,
    /// When it was last serviced.
    pub serviced: Option<Serviced>,
    /// What was repaired before.
    pub repaired: Option<Repaired>,
    /// Since when.
    pub since: Option<Since>,
    /// Always or sometimes.
    pub often: Option<Often>,
}

impl Symptoms {
    /// True if nothing was asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes over what `newer` answers.
    fn merge(&mut self, newer: &Self) {
        self.engine = newer.engine.or(self.engine);
        self.speed = newer.speed.or(self.speed);
        self.load = newer.load.or(self.load);
        self.ground = newer.ground.or(self.ground);
        self.accessories = newer.accessories.or(self.accessories);
        self.serviced = newer.serviced.or(self.serviced);
        self.repaired = newer.repaired.or(self.repaired);
        self.since = newer.since.or(self.since);
        self.often = newer.often.or(self.often);
    }
}

/// The symptoms were asked after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SymptomsNoted {
    /// The order.
    pub order: OrderId,
    /// The answers; a question without one stays as it was.
    pub symptoms: Symptoms,
}

impl SymptomsNoted {
    /// Takes over the answers.
    pub fn fold(&self, order: &mut Order) {
        order.symptoms.merge(&self.symptoms);
    }
}

/// Writes the answers, unless there are none.
pub fn note(d: &mut Deciding<'_>, order: &OrderId, symptoms: &Symptoms) -> Result<(), Stop> {
    if symptoms.is_empty() {
        return Ok(());
    }
    d.emit(Event::SymptomsNoted(SymptomsNoted { order: order.clone(), symptoms: symptoms.clone() }))
}
