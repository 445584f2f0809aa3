//! What the customer has answered so far: a grade for each item of the scheme, reasons, words. It knows no key.

use crate::desk::draft::Draft;
use crate::domain::call::answer::{AnswerCall, Answers, Mode, Opinion};
use crate::domain::{CallId, Personal};
use crate::scoring::scheme::{Grade, Item, Scheme};

/// What the draft calls the words, the kind of words, and that all were said to be alike.
const WORDS: &str = "words";
const OPINION: &str = "opinion";
const ALIKE: &str = "alike";
/// What stands before an item in the draft's field for its reason.
const REASON: &str = "reason:";
/// How the draft writes that an item does not apply; no scheme has a grade 0.
const NOT_APPLICABLE: u8 = 0;

/// An answer to one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// A grade, by its key in the scheme.
    Grade(u8),
    /// The item does not apply.
    NotApplicable,
}

/// The questions of a scheme with the answers so far.
#[derive(Clone, Debug)]
pub struct Questions {
    scheme: Scheme,
    answers: Vec<Option<Answered>>,
    reasons: Vec<Option<String>>,
    current: usize,
    alike: bool,
    /// The customer's words.
    pub words: String,
    /// What kind of words they are.
    pub opinion: Option<Opinion>,
    /// The customer is satisfied with what they were told was done.
    pub satisfied: Option<bool>,
}

impl Questions {
    /// The questions of a scheme, none answered.
    pub fn new(scheme: Scheme) -> Self {
        let count = scheme.items.len();
        Self {
            scheme,
            answers: vec![None; count],
            reasons: vec![None; count],
            current: 0,
            alike: false,
            words: String::new(),
            opinion: None,
            satisfied: None,
        }
    }

    /// The scheme asked by.
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// Place of the item that is asked now.
    pub fn current(&self) -> usize {
        self.current
    }

    /// The item that is asked now.
    pub fn item(&self) -> Option<&Item> {
        self.scheme.items.get(self.current)
    }

    /// The answer to an item.
    pub fn answer(&self, item: usize) -> Option<Answered> {
        self.answers.get(item).copied().flatten()
    }

    /// The code of the reason for an item's low grade.
    pub fn reason(&self, item: usize) -> Option<&str> {
        self.reasons.get(item)?.as_deref()
    }

    /// "All alike" was said.
    pub fn alike(&self) -> bool {
        self.alike
    }

    /// True if "all alike" was said and an item has another answer than the others.
    pub fn has_exception(&self) -> bool {
        self.alike && self.answers.windows(2).any(|two| two[0] != two[1])
    }

    /// The grade with a key, if the scheme has it.
    pub fn grade(&self, key: u8) -> Option<&Grade> {
        self.scheme.grades.iter().find(|grade| grade.key == key)
    }

    /// True if an answer is so low that its reason is asked.
    pub fn is_low(&self, answer: Option<Answered>) -> bool {
        let Some(Answered::Grade(key)) = answer else { return false };
        self.grade(key).is_some_and(|grade| grade.points <= self.scheme.reason_at_most_points)
    }

    /// True if any answer is that low.
    pub fn has_low(&self) -> bool {
        self.answers.iter().any(|answer| self.is_low(*answer))
    }

    /// How many items have no answer yet.
    pub fn unanswered(&self) -> usize {
        self.answers.iter().filter(|answer| answer.is_none()).count()
    }

    /// True while nothing was answered or said.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.opinion.is_none() && self.answers.iter().all(Option::is_none)
    }

    /// Answers the current item. A reason for another grade is no longer one.
    pub fn give(&mut self, answer: Answered) {
        if self.answers[self.current] != Some(answer) {
            self.reasons[self.current] = None;
        }
        self.answers[self.current] = Some(answer);
    }

    /// Gives every item the same grade, as the customer said "all alike". Answers given one by one stay: then it means
    /// "all the others", and the form is not marked as alike.
    pub fn give_all(&mut self, key: u8) {
        let one_by_one = !self.alike && self.answers.iter().any(Option::is_some);
        for (answer, reason) in self.answers.iter_mut().zip(&mut self.reasons) {
            if !(one_by_one && answer.is_some()) {
                *answer = Some(Answered::Grade(key));
                *reason = None;
            }
        }
        self.alike = !one_by_one;
    }

    /// Low answers that have no reason yet, of these items.
    pub fn without_reason(&self, items: impl Iterator<Item = usize>) -> Vec<usize> {
        items.filter(|item| self.is_low(self.answer(*item)) && self.reason(*item).is_none()).collect()
    }

    /// Notes the reason for items, by its place among the scheme's; false if there is none there.
    pub fn give_reason(&mut self, items: &[usize], place: usize) -> bool {
        let Some(reason) = self.scheme.reasons.get(place) else { return false };
        for item in items {
            self.reasons[*item] = Some(reason.code.clone());
        }
        true
    }

    /// Takes the answers to items back and asks the first of them again.
    pub fn take_back(&mut self, items: &[usize]) {
        for item in items {
            self.answers[*item] = None;
        }
        self.alike &= self.answers.iter().all(Option::is_some);
        if let Some(first) = items.first() {
            self.current = *first;
        }
    }

    /// Goes to an item; false if there is none there.
    pub fn go_to(&mut self, item: usize) -> bool {
        let there = item < self.scheme.items.len();
        if there {
            self.current = item;
        }
        there
    }

    /// Goes to the item after; the last one stays.
    pub fn forward(&mut self) {
        self.go_to(self.current + 1);
    }

    /// Goes to the item before; the first one stays.
    pub fn backward(&mut self) {
        self.current = self.current.saturating_sub(1);
    }

    /// Goes to the first item without an answer.
    pub fn go_to_unanswered(&mut self) {
        if let Some(item) = self.answers.iter().position(Option::is_none) {
            self.current = item;
        }
    }

    /// The command that ends the call with these answers.
    pub fn command(&self, call: &CallId) -> AnswerCall {
        let grade = |answer: Answered| match answer {
            Answered::Grade(key) => Some(key),
            Answered::NotApplicable => None,
        };
        let items = || self.scheme.items.iter().enumerate();
        AnswerCall {
            call: call.clone(),
            answers: items().filter_map(|(i, item)| Some((item.id.clone(), grade(self.answers[i]?)))).collect(),
            alike: self.alike,
            reasons: items().filter_map(|(i, item)| Some((item.id.clone(), self.reasons[i].clone()?))).collect(),
            words: Some(self.words.clone()).filter(|words| !words.is_empty()),
            opinion: self.opinion,
            mode: Mode::Phone,
            satisfied: self.satisfied,
        }
    }

    /// The answers as a draft; nothing while there are none.
    pub fn draft(&self) -> Option<Draft> {
        if self.is_empty() {
            return None;
        }
        let mut draft =
            Draft { focus: self.item().map(|item| item.id.clone()).unwrap_or_default(), ..Draft::default() };
        let mut keep = |field: String, text: String| draft.values.insert(field, text);
        for (at, item) in self.scheme.items.iter().enumerate() {
            let key = self.answers[at].map(|answer| match answer {
                Answered::Grade(key) => key,
                Answered::NotApplicable => NOT_APPLICABLE,
            });
            if let Some(key) = key {
                keep(item.id.clone(), key.to_string());
            }
            if let Some(reason) = &self.reasons[at] {
                keep(format!("{REASON}{}", item.id), reason.clone());
            }
        }
        if self.alike {
            keep(ALIKE.into(), ALIKE.into());
        }
        if !self.words.is_empty() {
            keep(WORDS.into(), self.words.clone());
        }
        if let Some(opinion) = self.opinion {
            keep(OPINION.into(), opinion_code(opinion).into());
        }
        Some(draft)
    }

    /// Takes up answers that were saved and taken back: they need not be typed again.
    pub fn take_up(&mut self, said: &Answers) {
        for (at, item) in self.scheme.items.iter().enumerate() {
            let grade = said.grades.get(&item.id);
            self.answers[at] = grade.map(|grade| grade.map_or(Answered::NotApplicable, Answered::Grade));
            self.reasons[at] = said.reasons.get(&item.id).cloned();
        }
        self.alike = said.alike;
        self.words = said.words.as_ref().and_then(Personal::text).unwrap_or_default().to_owned();
        self.opinion = said.opinion;
    }

    /// Takes up a draft. What the scheme no longer has is left out.
    pub fn restore(&mut self, draft: &Draft) {
        let text = |field: &str| draft.values.get(field).map(String::as_str);
        for at in 0..self.scheme.items.len() {
            let id = &self.scheme.items[at].id;
            let key = text(id).and_then(|key| key.parse::<u8>().ok());
            self.answers[at] = match key {
                Some(NOT_APPLICABLE) => Some(Answered::NotApplicable),
                Some(key) => self.grade(key).map(|grade| Answered::Grade(grade.key)),
                None => None,
            };
            let known = |code: &&str| self.scheme.reasons.iter().any(|reason| reason.code == **code);
            self.reasons[at] = text(&format!("{REASON}{id}")).filter(known).map(str::to_owned);
        }
        self.alike = text(ALIKE).is_some();
        self.words = text(WORDS).unwrap_or_default().to_owned();
        self.opinion = text(OPINION).and_then(|code| OPINIONS.into_iter().find(|o| opinion_code(*o) == code));
        if let Some(focus) = self.scheme.items.iter().position(|item| item.id == draft.focus) {
            self.current = focus;
        }
    }
}

/// The kinds of words, in the order in which they are offered.
pub const OPINIONS: [Opinion; 3] = [Opinion::Praise, Opinion::Suggestion, Opinion::Complaint];

fn opinion_code(opinion: Opinion) -> &'static str {
    match opinion {
        Opinion::Praise => "praise",
        Opinion::Suggestion => "suggestion",
        Opinion::Complaint => "complaint",
    }
}
