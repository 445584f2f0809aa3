//! The codes of canned jobs in forms: the field, what a code means, and the list of those that match (feature 7).
//!
//! Who does not know the code types a word instead: the jobs that have it are listed, each with a digit that takes it.

use super::{Line, parts};
use crate::desk::rows::JobRow;
use crate::desk::{Answer, Query};
use crate::domain::menu::Told;
use crate::store::rows::initials;
use crate::text::{Lang, format};
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::form::{Choice, FieldSpec, Form, Kind, Label};
use crate::tui::widget::layout::{Align, pad_to_width};

/// Characters of the longest code.
const CODE_CHARS_MAX: usize = 3;

/// Characters of a word by which a job is looked for, at most.
const WORD_CHARS_MAX: usize = 12;
/// Jobs that a digit takes.
const DIGITS: usize = 9;
/// Letters of pinyin that say enough to look for.
const INITIALS_LEAST: usize = 2;

/// The field of a job's code. Enter stops here once, and goes on where no code is typed.
pub const FIELD: FieldSpec = FieldSpec::asked("job", "entry-job", Kind::Code { max: WORD_CHARS_MAX, leap: false });

/// The canned jobs at today's prices; none if they cannot be read.
pub fn read(cx: &Cx<'_>) -> Vec<JobRow> {
    match cx.ask(&Query::Jobs) {
        Ok(Answer::Jobs(jobs)) => jobs,
        Ok(_) | Err(_) => Vec::new(),
    }
}

/// What a job says, in the session's language.
pub fn told<'j>(cx: &Cx<'_>, job: &'j JobRow) -> &'j Told {
    if cx.words().lang() == Lang::En { &job.english } else { &job.told }
}

/// A job in one line, in columns: `BRK  Brake check and front pads   0.8   480.00`.
pub fn row(cx: &Cx<'_>, job: &JobRow) -> String {
    let (hours, price) = (format::hours(job.minutes), (job.labour + job.parts).to_string());
    let label = pad_to_width(&told(cx, job).label, LABEL, Align::Left);
    format!("{:<3} {label} {hours:>5} {price:>10}", job.code)
}

/// Cells of the label in the list.
const LABEL: u16 = 38;

/// The job with exactly this code.
fn exact<'j>(jobs: &'j [JobRow], typed: &str) -> Option<&'j JobRow> {
    jobs.iter().find(|job| job.code.eq_ignore_ascii_case(typed.trim()))
}

/// The jobs that what is typed may mean: those whose code begins so, then those that have the word in their name.
fn meant<'j>(jobs: &'j [JobRow], typed: &str) -> Vec<&'j JobRow> {
    let typed = typed.trim();
    let begins = |job: &&JobRow| job.code.starts_with(&typed.to_ascii_uppercase());
    let named = |job: &&JobRow| !begins(job) && !typed.is_empty() && has_word(job, typed);
    jobs.iter().filter(begins).chain(jobs.iter().filter(named)).collect()
}

/// Tells whether any job may be meant by what is typed.
pub fn is_meant(jobs: &[JobRow], typed: &str) -> bool {
    !meant(jobs, typed).is_empty()
}

/// Tells whether a job's name, or what else people call it, has all the words typed: English words by how they begin,
/// Chinese ones as they stand or by the initials of their pinyin.
fn has_word(job: &JobRow, typed: &str) -> bool {
    let typed = typed.to_lowercase();
    let english = format!("{} {}", job.english.label.to_lowercase(), job.words);
    let begins = |part: &str| english.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(part));
    let spoken = initials(&job.told.label).filter(|_| typed.len() >= INITIALS_LEAST);
    typed.split_whitespace().all(begins)
        || job.told.label.contains(&typed)
        || (!typed.is_ascii() && job.words.contains(&typed))
        || spoken.is_some_and(|s| s.contains(&typed))
}

/// The digits that take the jobs of a list; none where a code may go on with a digit.
fn digits(jobs: &[JobRow], typed: &str) -> impl Iterator<Item = Option<char>> {
    let typed = typed.trim().to_ascii_uppercase();
    let in_code = |digit: &char| jobs.iter().any(|job| job.code.starts_with(&format!("{typed}{digit}")));
    let free = !typed.is_empty() && !('1'..='9').any(|digit| in_code(&digit));
    ('1'..='9').take(DIGITS).map(move |digit| free.then_some(digit)).chain(std::iter::repeat(None))
}

/// The jobs that what is typed may mean, as lines of the list.
pub fn matching(cx: &Cx<'_>, jobs: &[JobRow], typed: &str) -> Vec<Line> {
    let digit = |digit: Option<char>| digit.map(|digit| format!("{digit} ")).unwrap_or_default();
    let lines = meant(jobs, typed).into_iter().zip(digits(jobs, typed));
    lines.map(|(job, key)| (Role::Dim, format!("{}{}", digit(key), row(cx, job)))).collect()
}

/// Takes notice of what was typed: a digit takes a job of the list.
pub fn changed(cx: &Cx<'_>, form: &mut Form) {
    let (typed, jobs) = (form.value(FIELD.id), read(cx));
    let Some(digit) = typed.chars().last().filter(char::is_ascii_digit) else { return };
    let before = &typed[..typed.len() - 1];
    if before.ends_with(' ') {
        return;
    }
    let taken = meant(&jobs, before).into_iter().zip(digits(&jobs, before)).find(|(_, key)| *key == Some(digit));
    if let Some((job, _)) = taken.filter(|_| exact(&jobs, &typed).is_none()) {
        form.set(FIELD.id, &job.code);
    }
}

/// Writes the code of the job that was meant once the cursor has left the field; where several may be, it comes back.
pub fn left(cx: &Cx<'_>, form: &mut Form) {
    let jobs = read(cx);
    let Some(typed) = parts::typed(form, FIELD.id).filter(|typed| exact(&jobs, typed).is_none()) else { return };
    match meant(&jobs, &typed).as_slice() {
        [] => {}
        [job] => form.set(FIELD.id, &job.code),
        jobs => form.set_error(FIELD.id, several(cx, jobs.len(), &typed)),
    }
}

fn several(cx: &Cx<'_>, n: usize, typed: &str) -> String {
    cx.with("entry-several-jobs", &[("n", &n.to_string()), ("word", typed)])
}

/// True if the field holds a job's code, as long as codes are.
pub fn is_whole(cx: &Cx<'_>, form: &Form) -> bool {
    let typed = form.value(FIELD.id);
    typed.chars().count() == CODE_CHARS_MAX && exact(&read(cx), &typed).is_some()
}

/// After a whole code the cursor has gone on to `next`; a letter that makes a word of both, `TYR` and `E`, was meant for
/// the word, and comes back.
pub fn join(cx: &Cx<'_>, form: &mut Form, next: &str) {
    let joined = format!("{}{}", form.value(FIELD.id), form.value(next)).to_ascii_uppercase();
    let more = joined.is_ascii() && joined.len() == CODE_CHARS_MAX + 1;
    if more && is_whole(cx, form) && !meant(&read(cx), &joined).is_empty() {
        form.set(next, "");
        form.set(FIELD.id, &joined);
        form.focus_on(FIELD.id);
    }
}

/// Where such a word turns out to be none, the code stays, and what follows it goes to `next`.
pub fn part(cx: &Cx<'_>, form: &mut Form, next: &str) {
    let (typed, jobs) = (form.value(FIELD.id), read(cx));
    let Some((code, rest)) = typed.split_at_checked(CODE_CHARS_MAX).filter(|(_, rest)| !rest.is_empty()) else {
        return;
    };
    let is_code = exact(&jobs, code).is_some() && code.len() == code.trim().len();
    if is_code && form.value(next).is_empty() && meant(&jobs, &typed).is_empty() {
        form.set(FIELD.id, code);
        form.set(next, &rest.to_ascii_lowercase());
        form.focus_on(next);
    }
}

/// Says beside the field of an intake which job the code means, which ones may be meant, or that there is none.
pub fn note(cx: &Cx<'_>, form: &mut Form) {
    form.list(FIELD.id, Vec::new());
    let here = form.focused() == FIELD.id;
    let Some(typed) = parts::typed(form, FIELD.id) else {
        let how = if here { cx.get("entry-job-how").into_owned() } else { String::new() };
        return form.set_note(FIELD.id, how);
    };
    let jobs = read(cx);
    if let Some(job) = exact(&jobs, &typed) {
        let (hours, price) = (format::hours(job.minutes), (job.labour + job.parts).to_string());
        let values = [("label", &*told(cx, job).label), ("hours", &hours), ("price", &price)];
        return form.set_note_as(FIELD.id, Role::Text, cx.with("entry-job-is", &values));
    }
    let meant = meant(&jobs, &typed);
    if meant.is_empty() {
        return form.set_note_as(FIELD.id, Role::Error, cx.with("entry-no-job", &[("code", &typed)]));
    }
    if !here && meant.len() > 1 {
        return form.set_note_as(FIELD.id, Role::Error, several(cx, meant.len(), &typed));
    }
    let choice = |(job, key): (&JobRow, Option<char>)| Choice {
        key,
        value: job.code.clone().into(),
        label: Label::Text(row(cx, job)),
    };
    form.set_note(FIELD.id, cx.get("entry-job-choose"));
    form.list(FIELD.id, meant.into_iter().zip(digits(&jobs, &typed)).take(DIGITS).map(choice).collect());
}
