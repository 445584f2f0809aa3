//! One field of a form: what it is, what it holds, and what a key does to it.

use std::borrow::Cow;

use super::keys::{effect, on_one, on_some, on_toggle, picked};
use super::marks::Marks;
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
    /// The section it stands in; empty for the page that is shown first.
    pub section: &'static str,
}

impl FieldSpec {
    /// A field without which the form cannot be saved.
    pub const fn needed(id: &'static str, label: &'static str, kind: Kind) -> FieldSpec {
        FieldSpec { id, label, kind, needed: true, asked: false, section: "" }
    }

    /// A field that may stay empty.
    pub const fn optional(id: &'static str, label: &'static str, kind: Kind) -> FieldSpec {
        FieldSpec { id, label, kind, needed: false, asked: false, section: "" }
    }

    /// A field that may stay empty, but at which Enter stops once on its way.
    pub const fn asked(id: &'static str, label: &'static str, kind: Kind) -> FieldSpec {
        FieldSpec { id, label, kind, needed: false, asked: true, section: "" }
    }

    /// Puts the field into a section: a page of its own behind the field of kind [`Kind::Section`] with that name.
    pub const fn within(self, section: &'static str) -> FieldSpec {
        FieldSpec { section, ..self }
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
    /// Items that [`Form::set_rows`](super::Form::set_rows) gives, each marked by one of these keys. The value is
    /// `oil=ok,belts=bad`. With the last item it leaps.
    Marks(&'static [Pick]),
    /// One line for a section of fields that opens as a page of its own: what is known there in short. Space opens it.
    Section,
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

    /// Makes options that each say the very text they stand for.
    pub fn texts(options: impl IntoIterator<Item = (char, String)>) -> Vec<Choice> {
        let choice = |(key, text): (char, String)| Choice {
            key: Some(key),
            value: text.clone().into(),
            label: Label::Text(text),
        };
        options.into_iter().map(choice).collect()
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
    Marks(Box<Marks>),
    Section(String),
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
    /// What its note says, in the language of the moment; without a note, what it said when the value was refused.
    Noted(String),
}

/// Why a key or paste did less than was meant. It stands until the next key; where a key was none of the options, until
/// one that types nothing: the letters of a word that was begun here must not choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    /// No option has that key.
    Keys,
    /// Only digits are taken, and this key was none.
    Digits(Option<char>),
    /// Only the characters of times are taken, and this key was none.
    Time(Option<char>),
    /// So many characters are the most.
    Full(usize),
    /// A paste was cut to so many characters.
    Cut(usize),
}

impl Hint {
    /// Tells whether it stands while one types on.
    pub fn lasts(self) -> bool {
        match self {
            Hint::Keys => true,
            Hint::Digits(_) | Hint::Time(_) | Hint::Full(_) | Hint::Cut(_) => false,
        }
    }
}

/// A character that the field did not take: without it, what stands there may be another value. The field is wrong until
/// something is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub why: Hint,
    /// Nothing was typed since: to take it back leaves the rest as it is.
    pub last: bool,
    /// It was pasted, and nothing of it got in: what is typed next is a value of its own.
    pub pasted: bool,
}

/// What a key did to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Changed,
    /// It changed and is complete: go on.
    Leaps,
    Kept,
    Ignored,
    /// Its section is to be opened.
    Opens,
}

/// A field with its content and what is said beside it.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub spec: FieldSpec,
    /// A name of its own instead of the label of its spec.
    pub name: Option<String>,
    pub needed: bool,
    /// Whether it is shown as needed, although the form may be saved without it.
    pub starred: bool,
    /// Whether it is left out for now.
    pub hidden: bool,
    /// Whether the cursor has left it once.
    pub passed: bool,
    pub content: Content,
    /// Texts that the next key may put into a field of text, while the screen offers them.
    pub offered: Vec<Choice>,
    /// Texts that are listed under a field of text while one types on; what their keys do is the screen's business.
    pub listed: Vec<Choice>,
    pub note: Option<(Role, String)>,
    pub fault: Option<Fault>,
    pub hint: Option<Hint>,
    pub refused: Option<Refused>,
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
            Kind::Marks(picks) => Content::Marks(Box::new(Marks::new(Choice::of(picks)))),
            Kind::Section => Content::Section(String::new()),
            Kind::Shown => Content::Shown(String::new()),
            Kind::Heading => Content::Heading,
        };
        let needed = spec.needed;
        let (name, note, fault, hint, refused) = (None, None, None, None, None);
        let (offered, listed) = (Vec::new(), Vec::new());
        Field {
            spec,
            name,
            needed,
            starred: false,
            hidden: false,
            passed: false,
            content,
            offered,
            listed,
            note,
            fault,
            hint,
            refused,
        }
    }

    /// Tells whether the cursor may stand here.
    pub fn takes_keys(&self) -> bool {
        !self.hidden && !matches!(self.content, Content::Shown(_) | Content::Heading)
    }

    /// Tells whether something has still to be done here before the form can be saved.
    pub fn is_missing(&self) -> bool {
        self.takes_keys()
            && ((self.needed && self.is_empty())
                || self.refused.is_some()
                || matches!(self.fault, Some(Fault::Said(_) | Fault::Noted(_))))
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
            Content::Marks(marks) => marks.is_empty(),
            Content::Section(_) | Content::Shown(_) | Content::Heading => true,
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
            Content::Marks(marks) => marks.value(),
            Content::Shown(text) => text.clone(),
            Content::Section(_) | Content::Heading => String::new(),
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
            Content::Marks(marks) => marks.set_value(new),
            Content::Section(text) | Content::Shown(text) => new.clone_into(text),
            Content::Heading => {}
        }
    }

    /// Gives the field a key. One that types something and is not taken leaves a hint: it must not seem lost.
    pub fn on(&mut self, key: Key) -> Effect {
        if self.takes_back(key) {
            return Effect::Kept;
        }
        if self.is_stopped() && key.typed().is_some() {
            return Effect::Kept;
        }
        let effect = self.take(key);
        let types = key.typed().is_some();
        if let Some(why) = self.refusal(effect, key) {
            self.refused = Some(Refused { why, last: true, pasted: false });
            return Effect::Kept;
        }
        self.hint = match effect {
            Effect::Changed | Effect::Leaps | Effect::Opens => None,
            _ if !types => None,
            Effect::Kept => self.chars_max().map(Hint::Full),
            Effect::Ignored => self.has_options().then_some(Hint::Keys),
        };
        match (&mut self.refused, effect) {
            // A value with a hole in it is not complete.
            (Some(refused), Effect::Changed | Effect::Leaps) if types && !refused.pasted => {
                refused.last = false;
                return Effect::Changed;
            }
            (_, Effect::Changed | Effect::Leaps) => self.refused = None,
            (_, Effect::Kept | Effect::Ignored | Effect::Opens) => {}
        }
        // What was typed here was meant for this field, whether it takes it or not.
        if self.hint.is_some() { Effect::Kept } else { effect }
    }

    /// Takes back a character that was not taken, and was the last that was typed.
    fn takes_back(&mut self, key: Key) -> bool {
        let back = key == Key::plain(Code::Backspace);
        let last = self.refused.is_some_and(|refused| refused.last) || self.is_stopped();
        if back && last {
            (self.refused, self.hint) = (None, None);
        }
        back && last
    }

    /// Tells whether a key before was none of the options: what is typed after it may be the rest of a word. Where options
    /// are only offered beside a text, one types on.
    fn is_stopped(&self) -> bool {
        self.hint == Some(Hint::Keys) && !matches!(self.content, Content::Text(_))
    }

    /// Why the character of a key is missing in a field where each one counts: digits, times, amounts, codes.
    fn refusal(&self, effect: Effect, key: Key) -> Option<Hint> {
        let c = key.typed()?;
        match (effect, self.spec.kind) {
            _ if !self.offered.is_empty() => None,
            (Effect::Ignored, Kind::Digits { .. }) => Some(Hint::Digits(Some(c))),
            (Effect::Ignored, Kind::Time) => Some(Hint::Time(Some(c))),
            (Effect::Kept, Kind::Digits { .. } | Kind::Time | Kind::Code { .. }) => self.chars_max().map(Hint::Full),
            (Effect::Ignored | Effect::Kept | Effect::Changed | Effect::Leaps | Effect::Opens, _) => None,
        }
    }

    /// Puts pasted text in, and leaves a hint if not all of it fits.
    pub fn paste(&mut self, pasted: &str) -> Typed {
        if let Content::Marks(marks) = &mut self.content {
            return marks.paste(pasted);
        }
        let Content::Text(text) = &mut self.content else { return Typed::Ignored };
        let Pasted { typed, cut, refused } = text.paste(pasted);
        let most = text.chars_max();
        let why = match self.spec.kind {
            Kind::Time if refused => Some(Hint::Time(None)),
            Kind::Digits { .. } if refused => Some(Hint::Digits(None)),
            _ => refused.then_some(Hint::Full(most)),
        };
        self.refused = why.map(|why| Refused { why, last: true, pasted: true });
        self.hint = cut.then_some(Hint::Cut(most));
        typed
    }

    fn chars_max(&self) -> Option<usize> {
        if let Content::Text(text) = &self.content { Some(text.chars_max()) } else { None }
    }

    fn has_options(&self) -> bool {
        match &self.content {
            Content::Text(_) if !self.offered.is_empty() => true,
            Content::One { options, .. } | Content::Some { options, .. } => !options.is_empty(),
            Content::Toggle(_) | Content::Marks(_) => true,
            Content::Text(_) | Content::Section(_) | Content::Shown(_) | Content::Heading => false,
        }
    }

    fn take(&mut self, key: Key) -> Effect {
        match &mut self.content {
            Content::Text(text) if !self.offered.is_empty() && key.typed().is_some() => {
                let Some(at) = picked(&self.offered, key) else { return Effect::Ignored };
                text.set_text(&self.offered[at].value);
                Effect::Changed
            }
            Content::Text(text) => {
                let typed = text.on(key);
                let complete = match self.spec.kind {
                    Kind::Digits { leap, .. } | Kind::Code { leap, .. } => leap && text.is_full(),
                    Kind::Time => is_time_of_day(&text.text()),
                    Kind::Text { .. } | Kind::Area { .. } | Kind::Secret { .. } => false,
                    Kind::Choice(_) | Kind::Given | Kind::Toggle | Kind::Many(_) => false,
                    Kind::Asked(_) | Kind::Marks(_) | Kind::Section | Kind::Shown | Kind::Heading => false,
                };
                effect(typed, complete && key.typed().is_some())
            }
            Content::One { options, value } => on_one(options, value, key),
            Content::Toggle(answer) => on_toggle(answer, key),
            Content::Some { options, answers, asked } => on_some(options, answers, *asked, key),
            Content::Marks(marks) => marks.on(key),
            Content::Section(_) => match key.narrow().code {
                Code::Char(' ') | Code::Right => Effect::Opens,
                _ => Effect::Ignored,
            },
            Content::Shown(_) | Content::Heading => Effect::Ignored,
        }
    }
}

/// True for four digits that are a time of day: no other value is complete without a word from the person.
fn is_time_of_day(text: &str) -> bool {
    let part = |at: std::ops::Range<usize>| text.get(at).and_then(|part| part.parse::<u8>().ok());
    let digits = text.len() == TIME_DIGITS && text.bytes().all(|b| b.is_ascii_digit());
    digits && part(0..2).is_some_and(|hour| hour < 24) && part(2..4).is_some_and(|minute| minute < 60)
}
