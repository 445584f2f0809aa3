//! An immutable snapshot of what the shop has configured: what decisions read, and folds never do.

use super::Money;
use super::menu::Menu;
use chrono::NaiveTime;
use chrono_tz::Tz;
use std::sync::Arc;

/// The configuration that decisions are made by.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The shop's time zone.
    pub zone: Tz,
    /// Follow-up calls.
    pub call: CallRules,
    /// Hours until a complaint needs a clear answer (S8: 24).
    pub complaint_answer_hours: u32,
    /// The questions of the follow-up call.
    pub survey: Survey,
    /// Canned jobs and the price list.
    pub menu: Arc<Menu>,
    /// From this bill on, the customer signs a contract before the repair (D1); zero for always.
    pub contract_from: Money,
}

/// The bill from which on a contract is signed, where nothing else is set: five thousand yuan.
pub const CONTRACT_FROM: Money = Money::fen(500_000);

impl Default for Rules {
    fn default() -> Self {
        Self {
            zone: chrono_tz::Asia::Shanghai,
            call: CallRules::default(),
            complaint_answer_hours: 24,
            survey: Survey::default(),
            menu: Arc::new(Menu::built_in()),
            contract_from: CONTRACT_FROM,
        }
    }
}

impl Rules {
    /// A time of day from minutes after midnight.
    pub fn time(&self, minute: u16) -> NaiveTime {
        let minute = u32::from(minute.min(24 * 60 - 1));
        NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap_or_default()
    }
}

/// When and how often to call (feature 37, 38).
#[derive(Clone, Debug)]
pub struct CallRules {
    /// Days after handing over until the first attempt.
    pub first_after_days: u32,
    /// Days after handing over when the call is given up.
    pub last_after_days: u32,
    /// Attempts at most.
    pub attempts_max: u32,
    /// Times of day to try, minutes after midnight, never empty.
    pub bands: Vec<u16>,
}

impl Default for CallRules {
    fn default() -> Self {
        Self { first_after_days: 3, last_after_days: 15, attempts_max: 5, bands: vec![600, 900, 1110] }
    }
}

/// The scheme that the follow-up call asks by.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// The scheme's id.
    pub scheme: String,
    /// Its version.
    pub version: u32,
    /// Its items, in order.
    pub items: Vec<String>,
    /// Its grades, best first.
    pub grades: Vec<u8>,
    /// Its reason codes.
    pub reasons: Vec<String>,
}
