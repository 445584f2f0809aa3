//! An immutable snapshot of what the shop has configured: what decisions read, and folds never do.

use super::Money;
use super::campaign::gates::Wanted;
use super::closed::Closed;
use super::complaint::clock::Hours;
use super::complaint::ladder::Rung;
use super::menu::Menu;
use crate::domain::shop::checklist::{self, Checklist};
use crate::domain::shop::pledge::{self, Pledge};
use crate::scoring::Scheme;
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
    /// Taking a car in.
    pub intake: IntakeRules,
    /// Canned jobs and the price list.
    pub menu: Arc<Menu>,
    /// From this bill on, the customer signs a contract before the repair (D1); zero for always.
    pub contract_from: Money,
    /// Above this cost, a compensation needs somebody with the right to override (E5).
    pub compensation_limit: Money,
    /// Minutes without a key after which a call or record that somebody is at is free for others (feature 40).
    pub lease_minutes: u32,
    /// Above this cost, the remedy of a complaint is approved by somebody with the right to override (L12).
    pub remedy_limit: Money,
    /// When the shop works: its own clock of a complaint runs then (feature 50).
    pub hours: Hours,
    /// Who hears of a complaint without an answer, and when (L9).
    pub ladder: Vec<Rung>,
    /// Days before and after a complaint in which another one about the same is a repeat (feature 54).
    pub repeat_days: u32,
    /// Hours within which feedback has to be read by the department that owns it (P5).
    pub feedback_read_hours: u32,
    /// Hours within which it has to be answered (L15).
    pub feedback_answer_hours: u32,
    /// Survey campaigns.
    pub campaign: CampaignRules,
}

/// The bill from which on a contract is signed, where nothing else is set: five thousand yuan.
pub const CONTRACT_FROM: Money = Money::fen(500_000);
/// The cost up to which an advisor may compensate a customer, where nothing else is set: two hundred yuan.
pub const COMPENSATION_LIMIT: Money = Money::fen(20_000);

/// Days within which a complaint about the same is a repeat, where nothing else is set: half a year.
pub const REPEAT_DAYS: u32 = 180;

/// Hours until feedback has to be read, where nothing else is set: a day.
pub const FEEDBACK_READ_HOURS: u32 = 24;
/// Hours until it has to be answered: three days.
pub const FEEDBACK_ANSWER_HOURS: u32 = 72;

/// Minutes of a lease, where nothing else is set.
pub const LEASE_MINUTES: u32 = 10;

impl Default for Rules {
    fn default() -> Self {
        Self {
            zone: chrono_tz::Asia::Shanghai,
            call: CallRules::default(),
            complaint_answer_hours: 24,
            survey: Survey::default(),
            intake: IntakeRules::default(),
            menu: Arc::new(Menu::built_in()),
            contract_from: CONTRACT_FROM,
            compensation_limit: COMPENSATION_LIMIT,
            lease_minutes: LEASE_MINUTES,
            remedy_limit: COMPENSATION_LIMIT,
            hours: Hours::default(),
            ladder: Vec::new(),
            repeat_days: REPEAT_DAYS,
            feedback_read_hours: FEEDBACK_READ_HOURS,
            feedback_answer_hours: FEEDBACK_ANSWER_HOURS,
            campaign: CampaignRules::default(),
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

/// How cars are taken in.
#[derive(Clone, Debug)]
pub struct IntakeRules {
    /// The province of a plate that was typed without one (feature 3); empty for none.
    pub home_province: String,
    /// No work starts before the car was handed to the workshop (A17).
    pub workshop_handover: bool,
    /// The days on which no car is promised to be ready.
    pub closed: Closed,
    /// The promises that may be given at intake (E1).
    pub pledges: Vec<Pledge>,
    /// Days after handing over within which a repair may be asked after as a comeback (N10).
    pub comeback_days: u32,
    /// Kilometres since then; whichever comes first ends it.
    pub comeback_km: u32,
    /// The checklists in force; they come from their texts, like the survey.
    pub checklists: Vec<Checklist>,
}

/// The promises and lists that come with the program, and no province.
impl Default for IntakeRules {
    fn default() -> Self {
        let lists = checklist::SHIPPED.iter().filter_map(|(_, text)| Checklist::parse(text).ok());
        Self {
            home_province: String::new(),
            workshop_handover: false,
            closed: Closed::default(),
            comeback_days: 30,
            comeback_km: 2_000,
            pledges: pledge::parse(pledge::SHIPPED).unwrap_or_default(),
            checklists: lists.collect(),
        }
    }
}

/// When and how often to call (feature 37, 38).
#[derive(Clone, Debug)]
pub struct CallRules {
    /// Days after handing over until the first attempt.
    pub first_after_days: u32,
    /// The same for a visit in which something went wrong.
    pub risk_after_days: u32,
    /// Days after handing over when the call is given up.
    pub last_after_days: u32,
    /// Attempts at most.
    pub attempts_max: u32,
    /// Days from one attempt to the next.
    pub days_between: u32,
    /// When customers may be called: from and until, both minutes after midnight.
    pub hours: (u16, u16),
    /// Where each band of the day begins, and is tried; minutes after midnight, in order, never empty.
    pub bands: Vec<u16>,
    /// Days without contact after which a long-term customer is called (K2).
    pub care_after_days: u32,
    /// From so many visits on a customer is a long-term one.
    pub care_visits: u32,
    /// Kilometres from one service to the next (K6).
    pub service_km: u32,
    /// Days from one service to the next at most.
    pub service_days: u32,
    /// So many days before a service is due its owner is called.
    pub remind_days_before: u32,
}

impl Default for CallRules {
    fn default() -> Self {
        Self {
            first_after_days: 3,
            risk_after_days: 1,
            last_after_days: 15,
            attempts_max: 5,
            days_between: 1,
            hours: (540, 1200),
            bands: vec![600, 900, 1110],
            care_after_days: 180,
            care_visits: 2,
            service_km: 10_000,
            service_days: 365,
            remind_days_before: 14,
        }
    }
}

/// What campaigns ask by.
#[derive(Clone, Debug)]
pub struct CampaignRules {
    /// The scheme of a campaign that names none.
    pub scheme: String,
    /// Every scheme that the shop has; they come from their texts, like the survey.
    pub schemes: Vec<Asking>,
}

impl Default for CampaignRules {
    fn default() -> Self {
        Self { scheme: CAMPAIGN_SCHEME.into(), schemes: Vec::new() }
    }
}

/// The scheme of S7, whose campaigns these are, where nothing else is set.
pub const CAMPAIGN_SCHEME: &str = "policy-40-60";

/// A scheme as a campaign asks by it.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// The scheme's id.
    pub scheme: String,
    /// Its version.
    pub version: u32,
    /// Its items, in order.
    pub items: Vec<String>,
    /// Its grades, best first.
    pub grades: Vec<u8>,
    /// The fewest answers of a whole form.
    pub answered_min: u16,
    /// What a campaign by it must reach.
    pub wanted: Wanted,
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
    /// The grades that are so low that their reason is asked.
    pub low: Vec<u8>,
    /// The scheme itself: its rules say which answers call for a corrective action (feature 58).
    pub watched: Option<Arc<Scheme>>,
}
