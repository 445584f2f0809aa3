//! What customers and colleagues of the demo shop say besides complaints, and what is answered. The newest still waits.

use super::calendar::OPEN;
use super::shop::{Happening, Shop};
use crate::desk::DeskError;
use crate::domain::complaint::raise::Channel;
use crate::domain::feedback::answer::AnswerFeedback;
use crate::domain::feedback::note::NoteFeedback;
use crate::domain::feedback::{Assembly, FeedbackKind};
use crate::domain::{Command, FeedbackId};

/// One visit in so many has something to it.
const VISITS: usize = 83;

/// One that is said again and again: its kind, how it came in, the words, what is done, what is answered.
type Said = (FeedbackKind, Channel, Option<Assembly>, &'static str, Option<&'static str>, Option<&'static str>);

const SAID: [Said; 7] = [
    (
        FeedbackKind::Suggestion,
        Channel::Counter,
        None,
        "等候区的插座不够用",
        Some("等候区加装六个插座"),
        Some("插座已经装好，谢谢您"),
    ),
    (FeedbackKind::Praise, Channel::Hotline, None, "接待员把旧件一件件讲给我看，放心", None, None),
    (FeedbackKind::Inquiry, Channel::Web, None, "国庆期间营业吗", None, Some("一日至三日休息，四日起照常营业")),
    (
        FeedbackKind::Defect,
        Channel::Counter,
        Some(Assembly::Brakes),
        "原厂制动片两千公里就有异响",
        None,
        Some("厂家同意按索赔更换，已通知配件部"),
    ),
    (FeedbackKind::Information, Channel::Counter, None, "该客户下月起换用公司账户结账", Some("结算单抬头已更改"), None),
    (
        FeedbackKind::Suggestion,
        Channel::Staff,
        None,
        "工具车太少，两人要等一把扳手",
        Some("再购一台工具车"),
        Some("工具车下周到，谢谢提醒"),
    ),
    (
        FeedbackKind::Defect,
        Channel::Hotline,
        Some(Assembly::Electrics),
        "新换的点火线圈三天后失火",
        None,
        Some("同批次线圈已退库，供应商换货"),
    ),
];

/// Feedback of the demo shop.
#[derive(Clone, Debug)]
pub struct Heard {
    id: FeedbackId,
    /// Its place in the table.
    what: usize,
}

impl Shop<'_> {
    /// Some visits have something to them that is no complaint.
    ///
    /// # Errors
    /// A command came to nothing.
    pub fn maybe_feedback(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        if !visit.is_multiple_of(VISITS) {
            return Ok(());
        }
        let what = self.heard.len() % SAID.len();
        let (kind, channel, assembly, words, ..) = SAID[what];
        let at = self.calendar.stamp(ms);
        let id = self.numbers.dated("T", at);
        let note = NoteFeedback {
            kind,
            words: words.into(),
            channel,
            order: Some(self.visits[visit].order.clone()),
            call: None,
            customer: None,
            vehicle: None,
            name: None,
            department: None,
            assembly,
            part: None,
            spoke: None,
        };
        let by = self.advisor(visit);
        self.pipe.send_expecting(&by, at, Command::NoteFeedback(note), Some(id.clone()))?;
        self.heard.push(Heard { id: FeedbackId::new(id), what });
        let answered = self.calendar.days_later(ms, 1 + (self.heard.len() % 3) as u64, 0);
        let answered = self.calendar.next(answered + (ms - self.calendar.days_later(ms, 0, 0)), OPEN);
        if answered < self.calendar.dawn {
            self.at(answered, Happening::Heard(self.heard.len() - 1));
        }
        Ok(())
    }

    /// It is answered.
    ///
    /// # Errors
    /// A command came to nothing.
    pub fn answer_feedback(&mut self, ms: i64, place: usize) -> Result<(), DeskError> {
        let Heard { id, what } = self.heard[place].clone();
        let (.., measure, answer) = SAID[what];
        let (measure, answer) = (measure.map(String::from), answer.map(String::from));
        let by = self.crew.advisors[0].clone();
        let at = self.calendar.stamp(ms);
        let command = match (&measure, &answer) {
            (None, None) => Command::ReadFeedback(crate::domain::feedback::read::ReadFeedback { feedback: id }),
            _ => Command::AnswerFeedback(AnswerFeedback { feedback: id, measure, answer }),
        };
        self.pipe.send(&by, at, command)
    }
}
