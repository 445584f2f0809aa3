//! What a key does to the options of a field.

use super::field::{Choice, Effect};
use crate::tui::input::{Code, Key};
use crate::tui::widget::text_field::Typed;

/// The key that answers all of several options at once.
const ALL: char = '*';

pub(super) fn effect(typed: Typed, complete: bool) -> Effect {
    match typed {
        Typed::Changed if complete => Effect::Leaps,
        Typed::Changed => Effect::Changed,
        Typed::Kept => Effect::Kept,
        Typed::Ignored => Effect::Ignored,
    }
}

pub(super) fn picked(options: &[Choice], key: Key) -> Option<usize> {
    let c = key.narrow().typed()?.to_ascii_lowercase();
    options.iter().position(|option| option.key.is_some_and(|key| key.to_ascii_lowercase() == c))
}

/// How many options are shown and walked through: a later one with the value of an earlier one is only a second key.
pub(super) fn without_aliases(options: &[Choice]) -> usize {
    let is_alias = |at: usize| options[..at].iter().any(|earlier| earlier.value == options[at].value);
    (0..options.len()).find(|at| is_alias(*at)).unwrap_or(options.len())
}

pub(super) fn on_one(options: &[Choice], value: &mut String, key: Key) -> Effect {
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

pub(super) fn on_toggle(answer: &mut Option<bool>, key: Key) -> Effect {
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

pub(super) fn on_some(options: &[Choice], answers: &mut [Option<bool>], asked: bool, key: Key) -> Effect {
    // All in one key, and with the same key none again.
    if key.narrow().code == Code::Char(ALL) && !asked {
        let all = answers.iter().all(|answer| *answer == Some(true));
        answers.fill((!all).then_some(true));
        return Effect::Changed;
    }
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
