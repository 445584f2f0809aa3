//! What the field with the cursor is for (feature 77): a message for each field of each form, its keys, and its codes.
//!
//! The message of a field is `help-<form>-<field>` where the form means something of its own by it, else
//! `help-<field>`. A test holds that none is missing.

use super::form::jobs;
use crate::domain::vehicle::plate::PROVINCES;
use crate::text::Words;
use crate::tui::cx::Cx;
use crate::tui::widget::form::{Choice, Label, Subject};
use crate::tui::widget::help::About;

/// The beginning of the keys of the codes for the customer's words.
const SYMPTOMS: &str = "symptom-code-";

/// What is said about a field, whatever the language is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldHelp {
    /// The key of its message among the words.
    pub message: String,
    subject: Subject,
    codes: Codes,
}

/// Codes that may be typed into a field instead of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Codes {
    None,
    /// Codes for the customer's words.
    Symptoms,
    /// Codes of the price list.
    Jobs,
    /// Keys of the provinces.
    Provinces,
}

/// The fields into which codes may be typed, by form and field.
const CODES: &[(&str, &str, Codes)] = &[
    ("new-order", "says", Codes::Symptoms),
    ("new-order", "job", Codes::Jobs),
    ("new-line", "job", Codes::Jobs),
    ("new-order", "plate", Codes::Provinces),
];

impl FieldHelp {
    /// The help of a field in a form, by the name of the form.
    pub fn of(words: &Words, form: &str, subject: Subject) -> Self {
        // The lines of a quote are numbered: all mean the same.
        let field = subject.id.trim_end_matches(|c: char| c.is_ascii_digit()).replace('_', "-");
        let own = format!("help-{form}-{field}");
        let message = if words.has(&own) { own } else { format!("help-{field}") };
        let codes = CODES.iter().find(|(of, at, _)| *of == form && *at == field).map_or(Codes::None, |found| found.2);
        Self { message, subject, codes }
    }

    /// Writes it out in the session's language.
    pub fn about(&self, cx: &Cx<'_>) -> About {
        let said = |label: &Label| match label {
            Label::Word(key) => cx.words().get(key).into_owned(),
            Label::Text(text) => text.clone(),
        };
        let option = |choice: &Choice| (choice.key.map(String::from).unwrap_or_default(), said(&choice.label));
        let options = self.subject.options.iter().map(option);
        let title = cx.with("help-title-field", &[("field", &said(&self.subject.label))]);
        About {
            title,
            text: cx.words().get(&self.message).into_owned(),
            codes: options.chain(self.codes(cx)).collect(),
        }
    }

    fn codes(&self, cx: &Cx<'_>) -> Vec<(String, String)> {
        match self.codes {
            Codes::None => Vec::new(),
            Codes::Symptoms => {
                let code = |key: &str| key.trim_start_matches(SYMPTOMS).to_ascii_uppercase();
                let keys = cx.words().keys_beginning(SYMPTOMS);
                keys.map(|key| (code(key), cx.words().get(key).into_owned())).collect()
            }
            Codes::Jobs => {
                let jobs = jobs::read(cx);
                jobs.iter().map(|job| (job.code.to_string(), jobs::told(cx, job).label.to_string())).collect()
            }
            Codes::Provinces => PROVINCES.iter().map(|(key, name)| (key.to_string(), name.to_string())).collect(),
        }
    }
}
