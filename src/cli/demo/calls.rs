//! Follow-up calls: some are reached at once, some after several attempts, some never; and what they answer.

use super::calendar::{CALLING, MINUTE};
use super::shop::{Happening, Shop};
use crate::desk::DeskError;
use crate::domain::call::again::another_band;
use crate::domain::call::answer::{AnswerCall, Mode, Opinion};
use crate::domain::call::attempt::{LogAttempt, Outcome};
use crate::domain::rules::Rules;
use crate::domain::{CallId, Command};
use std::collections::BTreeMap;

/// A call of the demo shop.
#[derive(Clone, Debug)]
pub struct Following {
    /// Its id.
    pub call: CallId,
    /// The visit.
    pub visit: usize,
    /// When it is due, ms.
    pub due: i64,
    /// After this no further attempt is planned, ms.
    pub expires: i64,
    /// When it was attempted so far, ms.
    pub made: Vec<i64>,
}

/// Calls that are due now when the year ends.
const DUE_AT_THE_END: usize = 7;
/// From so many days before the end on, that many calls wait at any time.
const HOLD_DAYS: i64 = 12;

/// Outcomes of an attempt that reaches nobody, and how often in a hundred.
const MISSES: [(Outcome, usize); 7] = [
    (Outcome::NoAnswer, 52),
    (Outcome::CallBack, 17),
    (Outcome::Busy, 14),
    (Outcome::Off, 8),
    (Outcome::Refused, 5),
    (Outcome::Voicemail, 2),
    (Outcome::WrongNumber, 2),
];

impl Shop<'_> {
    /// Plans the call that the desk plans when a car is handed over.
    pub fn plan_call(&mut self, handed: i64, visit: usize, best: Option<u32>) {
        let rules = self.pipe.rules();
        let soon = self.visits[visit].late() || self.visits[visit].comeback;
        let days = if soon { rules.call.risk_after_days } else { rules.call.first_after_days };
        let call = CallId::new(self.numbers.dated("V", self.calendar.stamp(handed)));
        let minute = best.unwrap_or(u32::from(rules.call.bands[0]));
        let due = self.calendar.days_later(handed, u64::from(days), minute);
        let expires = self.calendar.days_later(handed, u64::from(rules.call.last_after_days), 24 * 60 - 1);
        self.calls.push(Following { call, visit, due, expires, made: Vec::new() });
        self.call_later(due, self.calls.len() - 1);
    }

    /// Callers get to a call within two hours, if they work then.
    fn call_later(&mut self, due: i64, call: usize) {
        self.calls[call].due = due;
        let at = self.calendar.next(due + self.dice.between(0, 120 * MINUTE), CALLING);
        let at = at + self.dice.between(0, MINUTE);
        self.at(at, Happening::Call(call));
    }

    /// A caller gets to a call; towards the end of the year always a few are left waiting.
    pub fn call_due(&mut self, ms: i64, call: usize) -> Result<(), DeskError> {
        if ms < self.calendar.dawn - HOLD_DAYS * 24 * 60 * MINUTE {
            return self.attempt(ms, call);
        }
        self.held.push_back(call);
        if self.held.len() <= DUE_AT_THE_END {
            return Ok(());
        }
        match self.held.pop_front() {
            Some(oldest) => self.attempt(ms, oldest),
            None => Ok(()),
        }
    }

    fn attempt(&mut self, ms: i64, call: usize) -> Result<(), DeskError> {
        let caller = self.dice.below(self.crew.callers.len());
        let who = Self::one_of(&self.crew.callers, caller).clone();
        let made = self.calls[call].made.clone();
        self.calls[call].made.push(ms);
        if self.dice.chance(if made.is_empty() { 400 } else { 450 }) {
            self.answered += 1;
            let (command, unhappy) = self.answers(call);
            let begun = self.expect_actions(ms, call, &command);
            self.pipe.send(&who, self.calendar.stamp(ms), Command::AnswerCall(command))?;
            self.lead(ms, begun)?;
            return if unhappy { self.complain_on_the_phone(ms, call) } else { Ok(()) };
        }
        let (outcome, _) = MISSES[self.dice.weighted(MISSES.iter().map(|(_, weight)| *weight))];
        let rules = self.pipe.rules();
        let again = self.again(ms, &made, outcome, &rules);
        let back_at = again.filter(|_| outcome == Outcome::CallBack).map(|ms| self.calendar.stamp(ms).to_string());
        let command = LogAttempt { call: self.calls[call].call.clone(), outcome, back_at };
        self.pipe.send(&who, self.calendar.stamp(ms), Command::LogAttempt(command))?;
        let over = outcome != Outcome::CallBack
            && (self.calls[call].made.len() >= rules.call.attempts_max as usize
                || again > Some(self.calls[call].expires));
        if let Some(again) = again.filter(|_| !over) {
            self.call_later(again, call);
        }
        Ok(())
    }

    /// When the rule of the shop, or the customer, wants the next attempt; never after a refusal or a wrong number.
    fn again(&mut self, ms: i64, made: &[i64], outcome: Outcome, rules: &Rules) -> Option<i64> {
        match outcome {
            Outcome::WrongNumber | Outcome::Refused | Outcome::Reached => None,
            Outcome::CallBack => {
                let minute = *self.dice.pick(&[10 * 60, 12 * 60, 15 * 60, 18 * 60 + 30]);
                Some(self.calendar.days_later(ms, 1, minute))
            }
            Outcome::NoAnswer | Outcome::Busy | Outcome::Voicemail | Outcome::Off => {
                let before = made.iter().map(|ms| self.calendar.stamp(*ms));
                Some(another_band(rules, before, self.calendar.stamp(ms)).ms())
            }
        }
    }

    /// The ten answers, and whether a complaint comes with them.
    fn answers(&mut self, call: usize) -> (AnswerCall, bool) {
        let survey = self.pipe.rules().survey.clone();
        let visit = self.calls[call].visit;
        let mood = self.dice.between(-85, 60);
        let mut answers: BTreeMap<String, Option<u8>> = BTreeMap::new();
        for item in &survey.items {
            let grade = (mood + self.leaning(item, visit) + self.dice.between(-70, 70) + 500) / 100;
            let asked = item != "parts" || self.dice.chance(850);
            answers.insert(item.clone(), asked.then_some(grade.clamp(1, 5) as u8));
        }
        let alike = self.dice.chance(120);
        if alike {
            let all = if mood > -40 { 5 } else { 4 };
            answers.values_mut().for_each(|grade| *grade = Some(all));
        }
        let low = answers.iter().filter(|(_, grade)| grade.is_some_and(|grade| grade <= 2)).map(|(item, _)| item);
        let reason_of = |item: &String| self.tables.voices.reason.get(item).cloned();
        let reasons: BTreeMap<String, String> = low.filter_map(|item| Some((item.clone(), reason_of(item)?))).collect();
        let (opinion, words) = self.opinion(mood, reasons.len());
        let unhappy = opinion == Some(Opinion::Complaint) && self.dice.chance(450);
        let call = self.calls[call].call.clone();
        (AnswerCall { call, answers, alike, reasons, words, opinion, mode: Mode::Phone, satisfied: None }, unhappy)
    }

    /// How an item leans, in hundredths of a grade: what went wrong shows where it belongs, and people differ.
    fn leaning(&self, item: &str, visit: usize) -> i64 {
        let visit = &self.visits[visit];
        let wrong = |is: bool, by: i64| if is { -by } else { 0 };
        match item {
            "on-time" => wrong(visit.late(), 190),
            "repair-quality" | "diagnosis" => wrong(visit.comeback, 130) + wrong(visit.rework, 60),
            "price" => wrong(visit.bill > 120_000, 55) - 45,
            "explanation" => wrong(visit.advisor == 1, 45) - 10,
            "reception" => wrong(visit.advisor == 2, 25) + 15,
            "cleanliness" => wrong(visit.technician == Some(3), 60) - 5,
            "return-intent" => wrong(visit.late(), 60) + wrong(visit.comeback, 90),
            "staff-knowledge" | "parts" => 5,
            _ => 0,
        }
    }

    fn opinion(&mut self, mood: i64, low: usize) -> (Option<Opinion>, Option<String>) {
        let voices = &self.tables.voices;
        let said = self.dice.below(100);
        let (opinion, words) = match (low, mood) {
            (2.., _) if said < 55 => {
                let grief = self.dice.weighted(voices.complaint.iter().map(|grief| grief.weight));
                (Opinion::Complaint, self.dice.pick(&voices.complaint[grief].words))
            }
            (_, 10..) if said < 22 => (Opinion::Praise, self.dice.pick(&voices.praise)),
            _ if said < 8 => (Opinion::Suggestion, self.dice.pick(&voices.suggestion)),
            _ => return (None, None),
        };
        (Some(opinion), Some(words.clone()))
    }
}
