//! Complaints: taken down, worked on, answered within a day for the most part, and closed on the customer's yes.

use super::calendar::{MINUTE, OPEN};
use super::shop::{Happening, Shop};
use crate::desk::DeskError;
use crate::domain::complaint::approve::ApproveComplaint;
use crate::domain::complaint::close::CloseComplaint;
use crate::domain::complaint::course::Due;
use crate::domain::complaint::note::{NoteComplaint, NoteStep};
use crate::domain::complaint::raise::{Category, Channel, Fault, Mood, RaiseComplaint};
use crate::domain::complaint::verify::VerifyComplaint;
use crate::domain::{CallId, Command, ComplaintId, StaffId};
use serde_json::json;
use std::collections::VecDeque;

/// Minutes until a customer who said no is answered again.
const ANSWERED_AGAIN: i64 = 240;

/// In a thousand complaints: the shop finds itself at fault and gives the customer something for it.
const MADE_GOOD: usize = 350;

/// A complaint of the demo shop.
#[derive(Clone, Debug)]
pub struct Trouble {
    id: Option<ComplaintId>,
    /// About which visit; `None`: the newest one when it is raised.
    visit: Option<usize>,
    call: Option<CallId>,
    /// When the customer spoke, ms.
    raised: i64,
    kind: usize,
    steps: VecDeque<(i64, Step)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The customer speaks.
    Raise,
    /// Something is found out.
    Note,
    /// The shop was at fault, and makes good.
    MakeGood,
    /// The clear answer.
    Answer,
    /// The steps between the answer and the customer's word.
    Way(Due),
    /// The customer is asked, and says no.
    AskInVain,
    /// The customer is asked, and says yes.
    Close,
}

/// What becomes of those that are open at the end of the year: minutes before its end, and the steps so far.
const STILL_OPEN: [(i64, &[(i64, Step)]); 3] = [
    (
        30 * 60,
        &[
            (0, Step::Raise),
            (50, Step::Note),
            (240, Step::Answer),
            (5, Step::MakeGood),
            (30, Step::Way(Due::Judge)),
            (60, Step::Way(Due::Plan)),
        ],
    ),
    (27 * 60, &[(0, Step::Raise), (90, Step::Note)]),
    (75, &[(0, Step::Raise)]),
];

/// From the answer to the customer's word: minutes, and the step.
const WAY: [(i64, Step); 6] = [
    (20, Step::Way(Due::Judge)),
    (45, Step::Way(Due::Plan)),
    (30, Step::Way(Due::Approve)),
    (240, Step::Way(Due::Act)),
    (90, Step::Way(Due::Verify)),
    (40, Step::Way(Due::Tell)),
];
/// One complaint in so many is found not to be valid.
const INVALID_OF: usize = 7;

impl Shop<'_> {
    fn is_valid(&self, trouble: usize) -> bool {
        trouble % INVALID_OF != INVALID_OF - 1
    }

    /// The command of a step of the way, and who gives it.
    fn way(&self, trouble: usize, complaint: ComplaintId, step: Due) -> Option<(StaffId, Command)> {
        let grief = &self.tables.voices.complaint[self.troubles[trouble].kind];
        let said = |texts: &[String], n: usize| texts.get(n % texts.len().max(1)).cloned().unwrap_or_default();
        let (found, offered) = (said(&grief.done, trouble), said(&grief.answer, trouble));
        let (quality, manager) = (self.crew.quality.clone(), self.crew.advisors[0].clone());
        let note = |step| NoteComplaint {
            complaint: complaint.clone(),
            text: offered.clone(),
            answers: false,
            step: Some(step),
            apology: true,
        };
        match step {
            Due::Judge => {
                let json = match self.is_valid(trouble) {
                    true => json!({ "complaint": complaint, "valid": true, "department": department(grief.category) }),
                    false => json!({ "complaint": complaint, "valid": false, "reason": found, "explanation": offered }),
                };
                Some((quality, Command::JudgeComplaint(serde_json::from_value(json).ok()?)))
            }
            Due::Plan => {
                let json = json!({ "complaint": complaint, "causes": [found], "plan": offered, "responsible": manager,
                    "investigation": found, "measure": offered, "offer": "return-visit" });
                Some((quality, Command::PlanComplaint(serde_json::from_value(json).ok()?)))
            }
            Due::Approve => {
                let approve = ApproveComplaint { complaint, approved: true, remark: None };
                Some((manager, Command::ApproveComplaint(approve)))
            }
            Due::Act => Some((manager, Command::NoteComplaint(note(NoteStep::Action)))),
            Due::Verify => {
                let verify = VerifyComplaint { complaint, held: true, text: found.clone(), summary: Some(found) };
                Some((quality, Command::VerifyComplaint(verify)))
            }
            Due::Tell => Some((manager, Command::NoteComplaint(note(NoteStep::Told)))),
            Due::Answer | Due::Apologise | Due::Ask => None,
        }
    }

    /// Plans the complaints that are open at the end.
    pub fn plan_open_complaints(&mut self) {
        for (before, steps) in STILL_OPEN {
            let kind = self.draw_kind();
            let steps = steps.iter().copied().collect();
            self.troubles.push(Trouble { id: None, visit: None, call: None, raised: 0, kind, steps });
            let at = self.calendar.now - before * MINUTE;
            self.at(at, Happening::Trouble(self.troubles.len() - 1));
        }
    }

    /// About one visit in a hundred is complained about; late ones and repairs that did not hold more often.
    pub fn maybe_complaint(&mut self, ms: i64, visit: usize) {
        let bad = &self.visits[visit];
        let per_mille = 5 + if bad.late() { 22 } else { 0 } + if bad.comeback || bad.rework { 35 } else { 0 };
        if bad.board || !self.dice.chance(per_mille) {
            return;
        }
        let at = ms + self.dice.between(60, 3 * 24 * 60) * MINUTE;
        let at = self.calendar.next(at, OPEN) + self.dice.between(0, 60 * MINUTE);
        self.plan_trouble(at, visit, None);
    }

    /// The customer complains in the follow-up call.
    pub fn complain_on_the_phone(&mut self, ms: i64, call: usize) -> Result<(), DeskError> {
        let (visit, id) = (self.calls[call].visit, self.calls[call].call.clone());
        self.plan_trouble(ms + MINUTE, visit, Some(id));
        Ok(())
    }

    fn plan_trouble(&mut self, at: i64, visit: usize, call: Option<CallId>) {
        let answer =
            if self.dice.chance(920) { self.dice.between(30, 8 * 60) } else { self.dice.between(1_500, 2_000) };
        let mut steps =
            VecDeque::from([(0, Step::Raise), (self.dice.between(20, 150), Step::Note), (answer, Step::Answer)]);
        if self.extra.chance(MADE_GOOD) {
            steps.push_back((15, Step::MakeGood));
        }
        if self.dice.chance(130) {
            steps.push_back((self.dice.between(600, 3_000), Step::AskInVain));
            // A "no" asks for another clear answer before the customer is asked again.
            steps.push_back((ANSWERED_AGAIN, Step::Answer));
        }
        let closing = self.dice.between(1_500, 6_000);
        let spent: i64 = WAY.iter().map(|(wait, _)| wait).sum();
        let is_valid = self.is_valid(self.troubles.len());
        steps.extend(WAY.iter().copied().filter(|(_, step)| is_valid || *step == Step::Way(Due::Judge)));
        steps.push_back((closing - spent, Step::Close));
        let kind = if self.visits[visit].late() { 1 } else { self.draw_kind() };
        self.troubles.push(Trouble { id: None, visit: Some(visit), call, raised: 0, kind, steps });
        self.at(at, Happening::Trouble(self.troubles.len() - 1));
    }

    fn draw_kind(&mut self) -> usize {
        self.dice.weighted(self.tables.voices.complaint.iter().map(|grief| grief.weight))
    }

    /// The next step of a complaint.
    ///
    /// # Errors
    /// A command came to nothing.
    pub fn go_on_with(&mut self, ms: i64, trouble: usize) -> Result<(), DeskError> {
        let Some((_, step)) = self.troubles[trouble].steps.pop_front() else { return Ok(()) };
        let at = self.calendar.stamp(ms);
        if step == Step::Raise && !self.raise(ms, trouble)? {
            return Ok(());
        }
        let grief = &self.tables.voices.complaint[self.troubles[trouble].kind];
        let closing = &self.tables.voices.closing;
        if let Some(complaint) = self.troubles[trouble].id.clone() {
            let mut by = self.crew.quality.clone();
            let command = match step {
                Step::Raise => None,
                Step::MakeGood => {
                    if let Some(visit) = self.troubles[trouble].visit {
                        self.make_good(ms, visit, grief.category)?;
                    }
                    None
                }
                Step::Way(step) => self.way(trouble, complaint, step).map(|(who, command)| {
                    by = who;
                    command
                }),
                Step::Note => {
                    let text = self.dice.pick(&grief.done).clone();
                    Some(Command::NoteComplaint(NoteComplaint {
                        complaint,
                        text,
                        answers: false,
                        step: None,
                        apology: false,
                    }))
                }
                Step::Answer => {
                    let text = self.dice.pick(&grief.answer).clone();
                    Some(Command::NoteComplaint(NoteComplaint {
                        complaint,
                        text,
                        answers: true,
                        step: None,
                        apology: true,
                    }))
                }
                Step::AskInVain => {
                    let words = self.dice.pick(&closing.unsatisfied).clone();
                    Some(Command::CloseComplaint(CloseComplaint { complaint, satisfied: false, words }))
                }
                Step::Close => {
                    let words = self.dice.pick(&closing.satisfied).clone();
                    Some(Command::CloseComplaint(CloseComplaint { complaint, satisfied: true, words }))
                }
            };
            if let Some(command) = command {
                if matches!(&command, Command::JudgeComplaint(judged) if judged.valid) {
                    self.expect_action(ms, grief.category, self.troubles[trouble].raised, trouble);
                }
                let satisfied = matches!(&command, Command::CloseComplaint(close) if close.satisfied);
                self.pipe.send(&by, at, command)?;
                if satisfied {
                    self.settle_actions(trouble);
                }
            }
        }
        if let Some((wait, _)) = self.troubles[trouble].steps.front() {
            let next = self.calendar.next(ms + wait * MINUTE, OPEN);
            self.at(next, Happening::Trouble(trouble));
        }
        Ok(())
    }

    /// Takes it down; false if there is no visit to complain about.
    fn raise(&mut self, ms: i64, trouble: usize) -> Result<bool, DeskError> {
        let newest = || {
            let taken: Vec<_> = self.troubles.iter().filter_map(|trouble| trouble.visit).collect();
            (0..self.visits.len()).rev().find(|visit| self.visits[*visit].handed.is_some() && !taken.contains(visit))
        };
        let Some(visit) = self.troubles[trouble].visit.or_else(newest) else { return Ok(false) };
        self.troubles[trouble].visit = Some(visit);
        let grief = &self.tables.voices.complaint[self.troubles[trouble].kind];
        let at = self.calendar.stamp(ms);
        let id = self.numbers.dated("T", at);
        // Before all else that is diced: the demo stays the same.
        let words = self.dice.pick(&grief.words).clone();
        let command = RaiseComplaint {
            severity: grief.severity,
            channel: *self.dice.pick(&[
                Channel::Hotline,
                Channel::Hotline,
                Channel::Counter,
                Channel::Web,
                Channel::Box,
            ]),
            order: Some(self.visits[visit].order.clone()),
            call: self.troubles[trouble].call.clone(),
            mood: Some(*self.dice.pick(&[Mood::Calm, Mood::Upset, Mood::Upset, Mood::Angry])),
            fault: self.dice.chance(500).then_some(Fault::Shop),
            ..RaiseComplaint::of(words, grief.category)
        };
        let by = self.advisor(visit);
        self.pipe.send_expecting(&by, at, Command::RaiseComplaint(command), Some(id.clone()))?;
        self.troubles[trouble].id = Some(ComplaintId::new(id));
        self.troubles[trouble].raised = ms;
        self.raised += 1;
        Ok(true)
    }
}

/// The department that answers for a complaint.
pub(super) fn department(category: Category) -> &'static str {
    match category {
        Category::Quality | Category::Time | Category::Damage => "workshop",
        Category::Parts => "parts",
        Category::Price | Category::Attitude | Category::Other => "service-desk",
    }
}
