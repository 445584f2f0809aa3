//! One field of a form: what it is, what it holds, and what a key does to it.

use std::borrow::Cow;

use crate::tui::input::{Code, Key};
use crate::tui::theme::Role;
use crate::tui::widget::text_field::{Entry, Pasted, TextField, Typed};

/// Characters of a time or span, `+12:30` at the longest.
const TIME_CHARS_MAX: usize = 6;
/// Digits of a time of day; with the last of them it is whole.
const TIME_DIGITS: usize = 4;

/// What a field is, as a table of the screen says it.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// Its name in values and drafts.
    pub id: &'static str,
    /// The key of its label among the words.
    pub label: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether the form cannot be saved without it.
    pub needed: bool,
    /// Whether Enter stops here once, though the field may stay empty.
    pub asked: bool,
}

impl FieldSpec {
    /// A field without which the form cannot be saved.
    pub const fn needed(id: &'static str, label: &'static str, kind: Kind) -> FieldSpec {
        FieldSpec { id, label, kind, needed: true, asked: false }
    }

    /// A field that may stay empty.
    pub const fn optional(id: &'static str, label: &'static str, kind: Kind) -> FieldSpec {
        FieldSpec { id, label, kind, needed: false, asked: false }
    }

    /// A field that may stay empty, but at which Enter stops once on its way.
    pub const fn asked(id: &'static str, label: &'static str, kind: Kind) -> FieldSpec {
        FieldSpec { id, label, kind, needed: false, asked: true }
    }
}

/// An option: the key that picks it, the value it stands for, the key of its label among the words.
pub type Pick = (char, &'static str, &'static str);

/// What a field takes.
///
/// A field that *leaps* goes on by itself once it is complete, to the next field that is still needed.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// One line.
    Text {
        /// Characters at most.
        max: usize,
    },
    /// Several lines. Enter accepts; Ctrl+J and Alt+Enter break the line.
    Area {
        /// Rows on the screen.
        rows: u16,
        /// Characters at most.
        max: usize,
    },
    /// Digits.
    Digits {
        /// Digits at most.
        max: usize,
        /// Whether it leaps when full.
        leap: bool,
    },
    /// A code: wide characters narrowed, letters made capitals.
    Code {
        /// Characters at most.
        max: usize,
        /// Whether it leaps when full.
        leap: bool,
    },
    /// A time of day in four digits, after which it leaps, a span such as `+3h`, or tomorrow, `t9`.
    Time,
    /// A line shown as stars, such as a PIN.
    Secret {
        /// Characters at most.
        max: usize,
    },
    /// One of a few, picked by its key; it leaps. Left and right walk through them.
    Choice(&'static [Pick]),
    /// One of those that [`Form::set_options`](super::Form::set_options) gives; otherwise like `Choice`.
    Given,
    /// Yes or no, by `y` and `n`; it leaps. The value is `yes`, `no`, or nothing while it is unanswered.
    Toggle,
    /// Any of a few, each by its key. The value names them: `child-seat,umbrella`.
    Many(&'static [Pick]),
    /// Questions, each by its key: once for yes, twice for no, three times for not asked. The value is `cold,-load`.
    Asked(&'static [Pick]),
    /// A value that is only shown.
    Shown,
    /// A heading over the fields that follow.
    Heading,
}

/// An option that is known only at run time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The key that picks it, if one does.
    pub key: Option<char>,
    /// The value it stands for.
    pub value: Cow<'static, str>,
    /// What it says.
    pub label: Label,
}

/// What an option says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// A key among the words.
    Word(&'static str),
    /// A name that is the same in every language.
    Text(String),
}

impl Choice {
    /// Makes options of names, with the digits and then the letters as their keys.
    pub fn numbered(options: impl IntoIterator<Item = (String, String)>) -> Vec<Choice> {
        let mut keys = ('1'..='9').chain('a'..='z');
        options
            .into_iter()
            .map(|(value, label)| Choice { key: keys.next(), value: value.into(), label: Label::Text(label) })
            .collect()
    }

    fn of(picks: &[Pick]) -> Vec<Choice> {
        let choice = |(key, value, label): &Pick| Choice {
            key: Some(*key),
            value: Cow::Borrowed(*value),
            label: Label::Word(label),
        };
        picks.iter().map(choice).collect()
    }
}

/// What a field holds.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Text(Box<TextField>),
    /// The value is kept even while no option has it: a draft may come back before the options do.
    One {
        options: Vec<Choice>,
        value: String,
    },
    Toggle(Option<bool>),
    /// For each option: yes, no, or not answered. With `asked`, no is an answer of its own.
    Some {
        options: Vec<Choice>,
        answers: Vec<Option<bool>>,
        asked: bool,
    },
    Shown(String),
    Heading,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is empty and may not be.
    Needed,
    /// What the screen said.
    Said(String),
}

/// Why the last key or paste did less than was meant. It stands until the next key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    /// No option has that key.
    Keys,
    /// Only digits are taken.
    Digits,
    /// Only the characters of times are taken.
    Time,
    /// So many characters are the most.
    Full(usize),
    /// A paste was cut to so many characters.
    Cut(usize),
    /// Characters of a paste that are not taken here were left out.
    Sifted,
}

/// What a key did to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Changed,
    /// It changed and is complete: go on.
    Leaps,
    Kept,
    Ignored,
}

/// A field with its content and what is said beside it.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub spec: FieldSpec,
    /// A name of its own instead of the label of its spec.
    pub name: Option<String>,
    pub needed: bool,
    /// Whether it is left out for now.
    pub hidden: bool,
    /// Whether the cursor has left it once.
    pub passed: bool,
    pub content: Content,
    pub note: Option<(Role, String)>,
    pub fault: Option<Fault>,
    pub hint: Option<Hint>,
}

impl Field {
    pub fn new(spec: FieldSpec) -> Field {
        let text = |entry, max| Content::Text(Box::new(TextField::new(entry, max)));
        let some = |picks: &[Pick], asked| Content::Some {
            options: Choice::of(picks),
            answers: vec![None; picks.len()],
            asked,
        };
        let content = match spec.kind {
            Kind::Text { max } => text(Entry::Line, max),
            Kind::Area { max, .. } => text(Entry::Area, max),
            Kind::Digits { max, .. } => text(Entry::Digits, max),
            Kind::Code { max, .. } => text(Entry::Code, max),
            Kind::Time => text(Entry::Time, TIME_CHARS_MAX),
            Kind::Secret { max } => text(Entry::Secret, max),
            Kind::Choice(picks) => Content::One { options: Choice::of(picks), value: String::new() },
            Kind::Given => Content::One { options: Vec::new(), value: String::new() },
            Kind::Toggle => Content::Toggle(None),
            Kind::Many(picks) => some(picks, false),
            Kind::Asked(picks) => some(picks, true),
            Kind::Shown => Content::Shown(String::new()),
            Kind::Heading => Content::Heading,
        };
        let needed = spec.needed;
        Field { spec, name: None, needed, hidden: false, passed: false, content, note: None, fault: None, hint: None }
    }

    /// Tells whether the cursor may stand here.
    pub fn takes_keys(&self) -> bool {
        !self.hidden && !matches!(self.content, Content::Shown(_) | Content::Heading)
    }

    /// Tells whether something has still to be done here before the form can be saved.
    pub fn is_missing(&self) -> bool {
        self.takes_keys() && ((self.needed && self.is_empty()) || matches!(self.fault, Some(Fault::Said(_))))
    }

    /// Tells whether Enter stops here: something is missing, or was not asked yet.
    pub fn is_open(&self) -> bool {
        let unasked = self.spec.asked && !self.passed && self.is_empty();
        self.is_missing() || (self.takes_keys() && unasked)
    }

    pub fn is_empty(&self) -> bool {
        match &self.content {
            Content::Text(text) => text.text().trim().is_empty(),
            Content::One { value, .. } => value.is_empty(),
            Content::Toggle(answer) => answer.is_none(),
            Content::Some { answers, .. } => answers.iter().all(Option::is_none),
            Content::Shown(_) | Content::Heading => true,
        }
    }

    pub fn value(&self) -> String {
        match &self.content {
            Content::Text(text) => text.text(),
            Content::One { value, .. } => value.clone(),
            Content::Toggle(answer) => answer.map_or("", |yes| if yes { "yes" } else { "no" }).to_owned(),
            Content::Some { options, answers, .. } => {
                let named = options.iter().zip(answers).filter_map(|(option, answer)| {
                    answer.map(|yes| format!("{}{}", if yes { "" } else { "-" }, option.value))
                });
                named.collect::<Vec<_>>().join(",")
            }
            Content::Shown(text) => text.clone(),
            Content::Heading => String::new(),
        }
    }

    pub fn set_value(&mut self, new: &str) {
        match &mut self.content {
            Content::Text(text) => text.set_text(new),
            Content::One { value, .. } => new.clone_into(value),
            Content::Toggle(answer) => {
                *answer = match new {
                    "yes" => Some(true),
                    "no" => Some(false),
                    _ => None,
                }
            }
            Content::Some { options, answers, asked } => {
                for (option, answer) in options.iter().zip(answers) {
                    let says = |word: &str| new.split(',').any(|part| part == word);
                    let no = *asked && says(&format!("-{}", option.value));
                    *answer = if says(&option.value) { Some(true) } else { no.then_some(false) };
                }
            }
            Content::Shown(text) => new.clone_into(text),
            Content::Heading => {}
        }
    }

    /// Gives the field a key. One that types something and is not taken leaves a hint: it must not seem lost.
    pub fn on(&mut self, key: Key) -> Effect {
        let effect = self.take(key);
        self.hint = match (effect, self.spec.kind) {
            (Effect::Changed | Effect::Leaps, _) => None,
            _ if key.typed().is_none() => None,
            (Effect::Kept, _) => self.chars_max().map(Hint::Full),
            (Effect::Ignored, Kind::Digits { .. }) => Some(Hint::Digits),
            (Effect::Ignored, Kind::Time) => Some(Hint::Time),
            (Effect::Ignored, _) => self.has_options().then_some(Hint::Keys),
        };
        // What was typed here was meant for this field, whether it takes it or not.
        if self.hint.is_some() { Effect::Kept } else { effect }
    }

    /// Puts pasted text in, and leaves a hint if not all of it fits.
    pub fn paste(&mut self, pasted: &str) -> Typed {
        let Content::Text(text) = &mut self.content else { return Typed::Ignored };
        let Pasted { typed, cut, sifted } = text.paste(pasted);
        let most = text.chars_max();
        self.hint = if cut { Some(Hint::Cut(most)) } else { sifted.then_some(Hint::Sifted) };
        typed
    }

    fn chars_max(&self) -> Option<usize> {
        if let Content::Text(text) = &self.content { Some(text.chars_max()) } else { None }
    }

    fn has_options(&self) -> bool {
        match &self.content {
            Content::One { options, .. } | Content::Some { options, .. } => !options.is_empty(),
            Content::Toggle(_) => true,
            Content::Text(_) | Content::Shown(_) | Content::Heading => false,
        }
    }

    fn take(&mut self, key: Key) -> Effect {
        match &mut self.content {
            Content::Text(text) => {
                let typed = text.on(key);
                let complete = match self.spec.kind {
                    Kind::Digits { leap, .. } | Kind::Code { leap, .. } => leap && text.is_full(),
                    Kind::Time => {
                        let text = text.text();
                        text.len() == TIME_DIGITS && text.bytes().all(|b| b.is_ascii_digit())
                    }
                    Kind::Text { .. } | Kind::Area { .. } | Kind::Secret { .. } => false,
                    Kind::Choice(_) | Kind::Given | Kind::Toggle | Kind::Many(_) => false,
                    Kind::Asked(_) | Kind::Shown | Kind::Heading => false,
                };
                effect(typed, complete && key.typed().is_some())
            }
            Content::One { options, value } => on_one(options, value, key),
            Content::Toggle(answer) => on_toggle(answer, key),
            Content::Some { options, answers, asked } => on_some(options, answers, *asked, key),
            Content::Shown(_) | Content::Heading => Effect::Ignored,
        }
    }
}

fn effect(typed: Typed, complete: bool) -> Effect {
    match typed {
        Typed::Changed if complete => Effect::Leaps,
        Typed::Changed => Effect::Changed,
        Typed::Kept => Effect::Kept,
        Typed::Ignored => Effect::Ignored,
    }
}

fn picked(options: &[Choice], key: Key) -> Option<usize> {
    let c = key.narrow().typed()?.to_ascii_lowercase();
    options.iter().position(|option| option.key.is_some_and(|key| key.to_ascii_lowercase() == c))
}

/// How many options are shown and walked through: a later one with the value of an earlier one is only a second key.
pub(super) fn without_aliases(options: &[Choice]) -> usize {
    let is_alias = |at: usize| options[..at].iter().any(|earlier| earlier.value == options[at].value);
    (0..options.len()).find(|at| is_alias(*at)).unwrap_or(options.len())
}

fn on_one(options: &[Choice], value: &mut String, key: Key) -> Effect {
    if let Some(at) = picked(options, key) {
        value.clear();
        value.push_str(&options[at].value);
        return Effect::Leaps;
    }
    let last = without_aliases(options).checked_sub(1);
    let at = options.iter().position(|option| option.value == *value);
    let next = match key.code {
        Code::Backspace | Code::Delete if !value.is_empty() => {
            value.clear();
            return Effect::Changed;
        }
        // They stop at the ends: the last option is found without looking.
        Code::Right => last.map(|last| at.map_or(0, |at| (at + 1).min(last))),
        Code::Left => last.map(|last| at.map_or(last, |at| at.saturating_sub(1))),
        _ => None,
    };
    match next {
        None => Effect::Ignored,
        Some(next) if Some(next) == at => Effect::Kept,
        Some(next) => {
            value.clear();
            value.push_str(&options[next].value);
            Effect::Changed
        }
    }
}

fn on_toggle(answer: &mut Option<bool>, key: Key) -> Effect {
    let (new, leaps) = match key.narrow().code {
        Code::Char('y' | 'Y') => (Some(true), true),
        Code::Char('n' | 'N') => (Some(false), true),
        Code::Char(' ') | Code::Left | Code::Right => (Some(!answer.unwrap_or(false)), false),
        Code::Backspace | Code::Delete => (None, false),
        _ => return Effect::Ignored,
    };
    *answer = new;
    if leaps { Effect::Leaps } else { Effect::Changed }
}

fn on_some(options: &[Choice], answers: &mut [Option<bool>], asked: bool, key: Key) -> Effect {
    if let Some(at) = picked(options, key) {
        answers[at] = match answers[at] {
            None => Some(true),
            Some(true) if asked => Some(false),
            Some(_) => None,
        };
        return Effect::Changed;
    }
    let clears = matches!(key.code, Code::Backspace | Code::Delete) && answers.iter().any(Option::is_some);
    if clears {
        answers.fill(None);
        return Effect::Changed;
    }
    Effect::Ignored
}
