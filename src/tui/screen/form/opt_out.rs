//! What a customer does not want to be contacted about, in their file (K5).

use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::CustomerPage;
use crate::domain::customer::contact::{Contact, OptOutOf};
use crate::domain::{Command, Refusal};
use crate::text::term;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

/// The option that stands for every kind of contact.
const ALL: &str = "all";

const CONTACTS: &[Pick] = &[
    ('a', ALL, "entry-contact-all"),
    ('f', "follow-up", "term-contact-follow-up"),
    ('s', "survey", "term-contact-survey"),
    ('c', "care", "term-contact-care"),
    ('r', "reminder", "term-contact-reminder"),
    ('t', "training", "term-contact-training"),
    ('o', "offer", "term-contact-offer"),
    ('b', "feedback", "term-contact-feedback"),
];

const REASONS: &[Pick] = &[
    ('1', "asked", "term-opt-out-asked"),
    ('2', "too-often", "term-opt-out-too-often"),
    ('3', "gone", "term-opt-out-gone"),
    ('4', "dissatisfied", "term-opt-out-dissatisfied"),
    ('5', "other", "term-opt-out-other"),
];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("contacts", "entry-contact", Kind::Choice(CONTACTS)),
    FieldSpec::needed("reason", "entry-why", Kind::Choice(REASONS)),
];

/// The box that asks about what, and why.
pub struct OptOut {
    page: Box<CustomerPage>,
}

impl OptOut {
    /// The box for a customer.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn new(page: Box<CustomerPage>) -> Result<Self, DeskError> {
        Ok(Self { page })
    }
}

impl StageForm for OptOut {
    fn place(&self) -> Place {
        Place::OptOut(self.page.customer.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-opt-out"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.page.name.clone()
    }

    fn is_box(&self) -> bool {
        true
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let contacts: Vec<Contact> = match form.value("contacts").as_str() {
            ALL => Vec::new(),
            _ => parts::coded(form, "contacts").into_iter().collect(),
        };
        let Some(reason) = parts::coded(form, "reason") else {
            let missing = DeskError::Refused(Refusal::missing("reason"));
            return Err(Halt::At("reason", cx.say(&missing).message));
        };
        Ok(Command::OptOut(OptOutOf { customer: self.page.customer.clone(), contacts, reason, call: None }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let kinds: Vec<_> = self.page.opt_outs.iter().map(|out| cx.get(term::contact(out.contact))).collect();
        match kinds.is_empty() {
            true => Vec::new(),
            false => vec![(Role::Soon, cx.with("entry-opted-out", &[("kinds", &kinds.join(", "))]))],
        }
    }
}
