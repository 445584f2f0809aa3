//! What a line of the quote can be filled in from: a canned job of the menu by its code, or a line that an earlier visit
//! put off, by a digit (features 7 and 24).

use super::line::hours;
use super::{Line, jobs, parts};
use crate::desk::rows::{JobRow, LineRow, OrderPage};
use crate::domain::Money;
use crate::domain::menu::Told;
use crate::domain::order::quote::TakenFrom;
use crate::store::rows::DeferredRow;
use crate::text::{Lang, format};
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::layout::{Align, pad_to_width};

/// Lines of the list over the form.
pub const LISTED: usize = 6;
/// Lines put off that a digit takes over.
const DIGITS: usize = 9;
/// Cells of a label in the list.
const LABEL: u16 = 38;

/// Values of a form's fields.
pub type Values = Vec<(&'static str, String)>;

/// Something that filled the form in.
pub struct Source {
    /// What was typed for it.
    pub code: String,
    /// The line of an earlier visit that it is.
    pub from: Option<TakenFrom>,
    what: What,
    /// The fields that it fills in, in each language: the session's may change while the form is open.
    zh: Values,
    en: Values,
}

enum What {
    /// A job of the menu.
    Job(JobRow),
    /// A line put off, at today's price or at its own.
    PutOff(DeferredRow, bool),
}

impl Source {
    /// What it fills into the fields, in the session's language.
    pub fn values(&self, cx: &Cx<'_>) -> &Values {
        if cx.words().lang() == Lang::En { &self.en } else { &self.zh }
    }

    /// True if `value` is what it fills into a field, in either language.
    pub fn fills(&self, field: &str, value: &str) -> bool {
        let pairs = self.zh.iter().chain(&self.en);
        pairs.filter(|(name, _)| *name == field).any(|(_, filled)| filled.trim() == value.trim())
    }

    /// True if it fills in a field at all.
    pub fn has(&self, field: &str) -> bool {
        self.zh.iter().any(|(name, _)| *name == field)
    }

    /// What is said beside the code.
    pub fn note(&self, cx: &Cx<'_>) -> String {
        match &self.what {
            What::Job(_) => cx.get("entry-job-fills").into_owned(),
            What::PutOff(line, priced) => {
                let on = format::day(cx.words(), line.on.day(), cx.now.day());
                let key = if *priced { "entry-taken-priced" } else { "entry-taken-old" };
                cx.with(key, &[("price", &line.price.to_string()), ("day", &on)])
            }
        }
    }

    /// What is said over the form.
    pub fn told(&self, cx: &Cx<'_>) -> Vec<Line> {
        let lines = match &self.what {
            What::Job(job) => vec![jobs::row(cx, job), jobs::told(cx, job).workshop.clone()],
            What::PutOff(line, _) => vec![put_off(cx, &self.code, line)],
        };
        lines.into_iter().map(|text| (Role::Dim, text)).collect()
    }
}

/// All that a line can be filled in from.
#[derive(Default)]
pub struct Sources {
    jobs: Vec<JobRow>,
    put_off: Vec<DeferredRow>,
}

impl Sources {
    /// Reads the menu, and what earlier visits of the car put off.
    pub fn read(cx: &Cx<'_>, page: &OrderPage) -> Self {
        let earlier = page.deferred.iter().filter(|line| line.order != page.order);
        Self { jobs: jobs::read(cx), put_off: earlier.take(DIGITS).cloned().collect() }
    }

    /// What a code means.
    pub fn find(&self, cx: &Cx<'_>, code: &str) -> Option<Source> {
        if let Some(line) = code.parse().ok().and_then(|n: usize| self.put_off.get(n.checked_sub(1)?)) {
            return self.taken_over(cx, code, line);
        }
        let job = self.job(code)?;
        let (zh, en) = (of_job(&job.told, job), of_job(&job.english, job));
        Some(Source { code: job.code.clone(), from: None, what: What::Job(job.clone()), zh, en })
    }

    fn job(&self, code: &str) -> Option<&JobRow> {
        self.jobs.iter().find(|job| job.code == code)
    }

    /// A line put off: at today's price where its job is still on the menu, else at its own.
    fn taken_over(&self, cx: &Cx<'_>, code: &str, line: &DeferredRow) -> Option<Source> {
        let page = parts::order_page(cx, &line.order).ok()?;
        let row = page.lines.iter().find(|row| row.number == line.line)?;
        let job = self.job(&line.job);
        let (zh, en) = match job {
            Some(job) => (of_job(&job.told, job), of_job(&job.english, job)),
            None => (values(Lang::Zh, row), values(Lang::En, row)),
        };
        let from = Some(TakenFrom { order: line.order.clone(), line: line.line });
        let what = What::PutOff(line.clone(), job.is_some());
        Some(Source { code: code.to_string(), from, what, zh, en })
    }

    /// Tells whether any job may be meant by what is typed.
    pub fn has_job(&self, typed: &str) -> bool {
        jobs::is_meant(&self.jobs, typed)
    }

    /// The lines of the list: what was put off, then the jobs that begin as typed.
    pub fn matching(&self, cx: &Cx<'_>, typed: &str) -> Vec<Line> {
        let numbered = (1..).map(|n: usize| n.to_string()).zip(&self.put_off).filter(|_| typed.is_empty());
        let mut lines: Vec<Line> = numbered.map(|(n, line)| (Role::Soon, put_off(cx, &n, line))).collect();
        lines.extend(jobs::matching(cx, &self.jobs, typed));
        if lines.is_empty() {
            lines.push((Role::Dim, cx.with("entry-no-job", &[("code", typed)])));
        }
        lines
    }
}

fn put_off(cx: &Cx<'_>, code: &str, line: &DeferredRow) -> String {
    let label = pad_to_width(format::told(cx.words(), &line.label, &line.english), LABEL, Align::Left);
    let on = format::day(cx.words(), line.on.day(), cx.now.day());
    let key = if line.declined { "entry-declined-on" } else { "entry-put-off-on" };
    let when = cx.with(key, &[("day", &on)]);
    format!("{code:<3} {label} {:>16}  {when}", line.price.to_string())
}

fn of_job(told: &Told, job: &JobRow) -> Values {
    of([&told.label, &told.why, &told.benefit], job.minutes, job.labour, job.parts, job.test)
}

/// The fields of a line as it stands.
pub fn values(lang: Lang, row: &LineRow) -> Values {
    let english = |text: &String| lang == Lang::En && !text.is_empty();
    let say = |own: &String, other: &String| if english(other) { other.clone() } else { own.clone() };
    let label = say(&row.label, &row.english.label);
    let (why, benefit) = (say(&row.why, &row.english.why), say(&row.benefit, &row.english.benefit));
    let mut values = of([&label, &why, &benefit], row.minutes, row.labour, row.parts, row.test);
    let kind = row.part.kind.as_ref().map(crate::domain::event::code).unwrap_or_default();
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    values.push(("part_kind", kind));
    values.push(("certificate", row.part.certificate.clone().unwrap_or_default()));
    values.push(("months", number(row.part.months)));
    values.push(("km", number(row.part.km)));
    values
}

fn of([label, why, benefit]: [&String; 3], minutes: u32, labour: Money, parts: Money, test: bool) -> Values {
    vec![
        ("label", label.clone()),
        ("why", why.clone()),
        ("benefit", benefit.clone()),
        ("minutes", hours(minutes)),
        ("labour", plain(labour)),
        ("parts", plain(parts)),
        ("test", if test { "yes".into() } else { String::new() }),
    ]
}

/// An amount as people type it; nothing is written as such, so that it need not be asked for.
fn plain(amount: Money) -> String {
    amount.to_string().replace(',', "")
}
