//! A line of the quote: what, why, what good it does, how long, how much (S5: A9).
//!
//! The first field is the code of a canned job: it fills in the rest, and Enter saves at once (feature 7). A digit there
//! takes over a line that an earlier visit put off (feature 24). After a new line comes the next; Enter on an empty form
//! ends. After an add-on during the repair the customer is asked at once (D3).

use super::line_source::{LISTED, Source, Sources};
use super::{After, Halt, StageForm, jobs, parts, payers};
use crate::desk::rows::{LineRow, OrderPage};
use crate::desk::{DeskError, Receipt};
use crate::domain::order::line::WriteLine;
use crate::domain::order::quote::PartNote;
use crate::domain::order::stage::Stage;
use crate::domain::staff::role::Right;
use crate::domain::{Command, Money};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

/// Where parts come from (feature 28).
const PART_KINDS: &[Pick] = &[
    ('g', "genuine", "term-part-genuine"),
    ('a', "aftermarket", "term-part-aftermarket"),
    ('r', "refurbished", "term-part-refurbished"),
];

const FIELDS: &[FieldSpec] = &[
    jobs::FIELD,
    FieldSpec::needed("label", "entry-label", Kind::Text { max: 100 }),
    FieldSpec::asked("why", "entry-line-why", Kind::Text { max: 200 }),
    FieldSpec::asked("benefit", "entry-benefit", Kind::Text { max: 200 }),
    FieldSpec::asked("minutes", "entry-hours", Kind::Code { max: 6, leap: false }),
    FieldSpec::asked("labour", "entry-labour", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
    FieldSpec::asked("parts", "entry-parts", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
    payers::FIELDS[0],
    payers::FIELDS[1],
    FieldSpec::optional("test", "entry-test", Kind::Toggle),
    FieldSpec::optional("part_kind", "entry-part-kind", Kind::Choice(PART_KINDS)),
    FieldSpec::optional("certificate", "entry-certificate", Kind::Code { max: 30, leap: false }),
    FieldSpec::optional("months", "entry-warranty-months", Kind::Digits { max: 3, leap: false }),
    FieldSpec::optional("km", "entry-warranty-km", Kind::Digits { max: 6, leap: false }),
];

/// The form of a line.
pub struct Line {
    page: Box<OrderPage>,
    number: Option<u16>,
    sources: Sources,
    /// What filled the form in, and with what.
    filled: Option<Source>,
    /// What stands in the field of the code.
    typed: String,
    /// The person at the keys may ask the customer.
    may_ask: bool,
}

impl Line {
    /// The form for a line of an order, or for a new one.
    pub fn new(page: Box<OrderPage>, number: Option<u16>) -> Self {
        Self { page, number, sources: Sources::default(), filled: None, typed: String::new(), may_ask: false }
    }

    fn row(&self) -> Option<&LineRow> {
        self.page.lines.iter().find(|line| Some(line.number) == self.number)
    }

    /// Fills in what the code means now, and takes back what an earlier code had filled in.
    fn fill(&mut self, cx: &Cx<'_>, form: &mut Form) {
        self.typed = parts::typed(form, "job").unwrap_or_default();
        let found = self.sources.find(cx, &self.typed);
        if found.as_ref().map(|source| &source.code) == self.filled.as_ref().map(|source| &source.code) {
            return;
        }
        if let Some(before) = self.filled.take() {
            for (field, _) in before.values(cx) {
                if before.fills(field, &form.value(field)) {
                    form.set(field, "");
                }
            }
        }
        for (field, value) in found.iter().flat_map(|source| source.values(cx)) {
            form.set(field, value);
        }
        self.filled = found;
    }

    /// What a field says that its source does not say already.
    fn own(&self, form: &Form, field: &'static str) -> Option<String> {
        let value = form.value(field).trim().to_string();
        let filled = self.filled.as_ref().is_some_and(|source| source.has(field) && source.fills(field, &value));
        (!filled).then_some(value)
    }

    fn own_money(&self, cx: &Cx<'_>, form: &Form, field: &'static str) -> Result<Option<Money>, Halt> {
        match self.own(form, field) {
            // A field that nobody filled in says nothing of the price.
            Some(typed) if typed.is_empty() && self.filled.is_none() => Ok(None),
            Some(_) => Ok(Some(parts::money(cx, form, field)?.unwrap_or_default())),
            None => Ok(None),
        }
    }

    fn own_minutes(&self, cx: &Cx<'_>, form: &Form) -> Result<Option<u32>, Halt> {
        match self.own(form, "minutes") {
            None => Ok(None),
            Some(typed) if typed.is_empty() => Ok(Some(0)),
            Some(typed) => {
                let no_time = || Halt::At("minutes", cx.with("entry-no-hours", &[("value", &typed)]));
                minutes(&typed).map(Some).ok_or_else(no_time)
            }
        }
    }

    fn part(form: &Form) -> PartNote {
        PartNote {
            kind: parts::coded(form, "part_kind"),
            certificate: parts::typed(form, "certificate"),
            months: parts::number(form, "months"),
            km: parts::number(form, "km"),
        }
    }
}

/// Labour as people type it, in minutes: `0.8` and `1.25` are hours, `0:50` hours and minutes.
pub(super) fn minutes(text: &str) -> Option<u32> {
    let digits = |part: &str| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    let read = |part: &str| if part.is_empty() { Some(0) } else { part.parse::<u32>().ok() };
    if let Some((hours, rest)) = text.split_once(':') {
        let fits = digits(hours) && digits(rest) && rest.len() == 2;
        return if fits { Some(read(hours)? * 60 + read(rest).filter(|m| *m < 60)?) } else { None };
    }
    let (hours, part) = text.split_once('.').unwrap_or((text, ""));
    if !digits(hours) || !digits(part) || part.len() > 2 || (hours.is_empty() && part.is_empty()) {
        return None;
    }
    let hundredths = read(hours)? * 100 + read(&format!("{part:0<2}"))?;
    Some((hundredths * 60 + 50) / 100)
}

/// Labour so that reading it again gives the same minutes.
pub(super) fn hours(of: u32) -> String {
    let tenths = format::hours(of);
    match of {
        0 => String::new(),
        _ if minutes(&tenths) == Some(of) => tenths,
        _ => format!("{}:{:02}", of / 60, of % 60),
    }
}

impl StageForm for Line {
    fn place(&self) -> Place {
        Place::Line(self.page.order.clone(), self.number)
    }

    fn title(&self) -> &'static str {
        if self.number.is_some() { "entry-title-line" } else { "entry-title-new-line" }
    }

    fn specs(&self) -> Vec<FieldSpec> {
        // What stands there came from a job or did not; nobody is asked for its code again.
        let asked = |spec: &FieldSpec| spec.asked && (self.number.is_none() || spec.id != jobs::FIELD.id);
        FIELDS.iter().map(|spec| FieldSpec { asked: asked(spec), ..*spec }).collect()
    }

    fn order(&self) -> Option<&OrderPage> {
        Some(&self.page)
    }

    fn show(&mut self, page: Box<OrderPage>) {
        self.page = page;
    }

    fn lists_choices(&self) -> bool {
        true
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        let me = cx.people.iter().find(|person| person.id == cx.session.who);
        self.may_ask = me.is_some_and(|me| parts::may(me, Right::Receive));
        self.sources = Sources::read(cx, &self.page);
        (self.filled, self.typed) = (None, String::new());
        let Some(row) = self.row().cloned() else { return };
        let values = super::line_source::values(cx.words().lang(), &row);
        for (field, value) in &values {
            form.set(field, value);
        }
        for (field, value) in payers::values(&row.payers, row.price) {
            form.set(field, &value);
        }
        form.set("job", &row.job);
        // What the job says today need not be said again; what the line says otherwise is its own.
        self.typed.clone_from(&row.job);
        self.filled = self.sources.find(cx, &row.job);
        form.focus_on("label");
    }

    fn changed(&mut self, cx: &Cx<'_>, form: &mut Form, field: &str) {
        if field == "job" {
            jobs::changed(cx, form);
            self.fill(cx, form);
        }
        payers::changed(form, field);
    }

    fn left(&mut self, cx: &Cx<'_>, form: &mut Form, field: &str) {
        if field == "job" && self.filled.is_none() && self.number.is_none() {
            jobs::left(cx, form);
            self.fill(cx, form);
        }
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let here = form.focused() == "job";
        match (self.typed.is_empty(), here) {
            (true, true) => form.set_note("job", cx.get("entry-job-how")),
            (true, false) => form.set_note("job", ""),
            (false, true) if self.sources.has_job(&self.typed) => form.set_note("job", cx.get("entry-job-choose")),
            (false, true) => form.set_note("job", ""),
            (false, false) => form.set_note_as("job", Role::Error, cx.with("entry-no-job", &[("code", &self.typed)])),
        }
        if let Some(source) = &self.filled {
            form.set_note("job", source.note(cx));
            // What was filled in follows the session's language; what was typed stays.
            for (field, value) in source.values(cx) {
                if source.fills(field, &form.value(field)) {
                    form.set(field, value);
                }
            }
        }
        for field in ["why", "benefit", "minutes"] {
            let missing = form.value(field).is_empty() && !form.value("label").is_empty();
            form.set_note(field, if missing { cx.get("entry-line-lacks").into_owned() } else { String::new() });
        }
        // What a job says of itself is true of every car; what was found in this one is better.
        let of_job =
            self.filled.as_ref().is_some_and(|source| source.from.is_none() && source.fills("why", &form.value("why")));
        if of_job {
            form.set_note("why", cx.get("entry-why-of-job"));
        }
        if let Some(typed) = parts::typed(form, "minutes") {
            match minutes(&typed) {
                Some(minutes) => form.set_note("minutes", cx.with("entry-minutes", &[("n", &minutes.to_string())])),
                None if form.focused() == "minutes" => {}
                None => form.set_note_as("minutes", Role::Error, cx.with("entry-no-hours", &[("value", &typed)])),
            }
        }
        let amount = |id| Money::parse(&form.value(id)).unwrap_or_default();
        let price = amount("labour") + amount("parts");
        let note =
            if price == Money::ZERO { String::new() } else { cx.with("entry-price", &[("sum", &price.to_string())]) };
        form.set_note_as("parts", Role::Text, note);
        payers::note(cx, form, price, self.row().map(|row| row.payers.as_slice()).unwrap_or_default());
        let has_part = !form.value("part_kind").is_empty();
        for field in ["certificate", "months", "km"] {
            form.show(field, has_part);
        }
        if has_part {
            let missing = form.value("certificate").is_empty();
            form.set_note(
                "certificate",
                if missing { cx.get("entry-no-certificate").into_owned() } else { String::new() },
            );
        }
        form.set_note("labour", "");
        for field in ["labour", "parts"] {
            parts::note_money(cx, form, field);
        }
    }

    fn is_idle(&self, form: &Form) -> bool {
        form.values().is_empty()
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let known = self.filled.is_some() || self.row().is_some_and(|row| row.job == self.typed);
        if !self.typed.is_empty() && !known {
            return Err(Halt::At("job", cx.with("entry-no-job", &[("code", &self.typed)])));
        }
        let from = self.filled.as_ref().and_then(|source| source.from.clone());
        let job = if from.is_some() { None } else { parts::typed(form, "job") };
        let test = self.own(form, "test").map(|word| word == "yes");
        let part = Self::part(form);
        let before = self.row().map(|row| &row.part);
        Ok(Command::WriteLine(WriteLine {
            number: self.number,
            job,
            from,
            label: self.own(form, "label"),
            why: self.own(form, "why"),
            benefit: self.own(form, "benefit"),
            minutes: self.own_minutes(cx, form)?,
            labour: self.own_money(cx, form, "labour")?,
            parts: self.own_money(cx, form, "parts")?,
            test: test.filter(|test| *test || self.row().is_some_and(|row| row.test) || self.filled.is_some()),
            part: (!part.is_empty() || before.is_some_and(|before| !before.is_empty())).then_some(part),
            payers: payers::read(cx, form)?,
            workshop: self.row().map(|row| row.workshop.clone()).filter(|w| !w.is_empty() && self.filled.is_none()),
            ..WriteLine::new(self.page.order.clone())
        }))
    }

    fn field_of(&self, _form: &mut Form, error: &DeskError) -> Option<&'static str> {
        match error.field() {
            Some("number" | "cause") => Some("label"),
            Some("from") => Some("job"),
            Some("payers") => Some("payer"),
            Some(_) | None => None,
        }
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<super::Line> {
        let mut lines = match &self.filled {
            Some(source) => source.told(cx),
            None => self.sources.matching(cx, &self.typed),
        };
        // The list has its place, however long it is: the form below must not jump while one types.
        let more = lines.len().saturating_sub(LISTED);
        lines.resize(LISTED, (Role::Dim, String::new()));
        if let Some(last) = lines.last_mut().filter(|_| more > 0) {
            *last = (Role::Dim, cx.with("entry-more-jobs", &[("n", &(more + 1).to_string())]));
        }
        let quoted: Money = self.page.lines.iter().map(|line| line.price).sum();
        let count = self.page.lines.len().to_string();
        let sum = (Role::Text, cx.with("entry-quoted", &[("n", &count), ("sum", &quoted.to_string())]));
        let story = parts::story(cx, &self.page).into_iter().next_back();
        let first = if self.page.lines.is_empty() { story } else { Some(sum) };
        first.into_iter().chain(lines).collect()
    }

    fn saved(&self, cx: &Cx<'_>, receipt: &Receipt) -> String {
        parts::saved(cx, "entry-saved-line", receipt)
    }

    fn after(&mut self, _form: &Form, _receipt: &Receipt) -> After {
        match (self.number, self.page.stage) {
            (Some(_), _) => After::Back,
            (None, Stage::Repair) if self.may_ask => After::Turn(Place::Consent(self.page.order.clone())),
            (None, _) => After::Again,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{hours, minutes};

    #[test]
    fn labour_is_read_in_hours_and_comes_back_as_the_same_minutes() {
        assert_eq!(minutes("0.8"), Some(48));
        assert_eq!(minutes("1.25"), Some(75));
        assert_eq!(minutes(".5"), Some(30));
        assert_eq!(minutes("0:50"), Some(50));
        for bad in ["", ".", "1:5", "1:75", "-1", "0.888", "H", "99999"] {
            assert_eq!(minutes(bad), None, "{bad} is no labour");
        }
        for n in 1..600 {
            assert_eq!(minutes(&hours(n)), Some(n), "{n} minutes");
        }
    }
}
