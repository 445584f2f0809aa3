//! The codes of canned jobs in forms: the field, what a code means, and the list of those that match (feature 7).

use super::{Line, parts};
use crate::desk::rows::JobRow;
use crate::desk::{Answer, Query};
use crate::domain::menu::Told;
use crate::text::{Lang, format};
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};
use crate::tui::widget::layout::{Align, pad_to_width};

/// Characters of the longest code.
const CODE_CHARS_MAX: usize = 3;

/// The field of a job's code. Enter stops here once, and goes on where no code is typed.
pub const FIELD: FieldSpec = FieldSpec::asked("job", "entry-job", Kind::Code { max: CODE_CHARS_MAX, leap: false });

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

/// The jobs whose code begins as typed, as lines of the list.
pub fn matching(cx: &Cx<'_>, jobs: &[JobRow], typed: &str) -> Vec<Line> {
    let begins = |job: &&JobRow| job.code.starts_with(&typed.to_ascii_uppercase());
    jobs.iter().filter(begins).map(|job| (Role::Dim, row(cx, job))).collect()
}

/// True if the field holds a job's code, as long as codes are.
pub fn is_whole(cx: &Cx<'_>, form: &Form) -> bool {
    let typed = form.value(FIELD.id);
    typed.chars().count() == CODE_CHARS_MAX && read(cx).iter().any(|job| job.code.eq_ignore_ascii_case(&typed))
}

/// Says beside the field of an intake which job the code means, or that none has it.
pub fn note(cx: &Cx<'_>, form: &mut Form) {
    let Some(typed) = parts::typed(form, FIELD.id) else { return form.set_note(FIELD.id, "") };
    let jobs = read(cx);
    match jobs.iter().find(|job| job.code.eq_ignore_ascii_case(&typed)) {
        Some(job) => {
            let (hours, price) = (format::hours(job.minutes), (job.labour + job.parts).to_string());
            let values = [("label", &*told(cx, job).label), ("hours", &hours), ("price", &price)];
            form.set_note_as(FIELD.id, Role::Text, cx.with("entry-job-is", &values));
        }
        None if form.focused() == FIELD.id => {
            let codes: Vec<&str> = jobs.iter().map(|job| &*job.code).filter(|code| code.starts_with(&typed)).collect();
            form.set_note(FIELD.id, codes.join(" "));
        }
        None => form.set_note_as(FIELD.id, Role::Error, cx.with("entry-no-job", &[("code", &typed)])),
    }
}
