//! A line of the quote: what, why, what good it does, how long, how much (S5: A9). After a new line comes the next;
//! Enter on an empty form ends.

use super::{After, Halt, StageForm, parts};
use crate::desk::rows::{LineRow, OrderPage};
use crate::desk::{DeskError, Receipt};
use crate::domain::order::line::WriteLine;
use crate::domain::{Command, Money};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("label", "entry-label", Kind::Text { max: 100 }),
    FieldSpec::asked("why", "entry-line-why", Kind::Text { max: 200 }),
    FieldSpec::asked("benefit", "entry-benefit", Kind::Text { max: 200 }),
    FieldSpec::asked("minutes", "entry-hours", Kind::Code { max: 6, leap: false }),
    FieldSpec::asked("labour", "entry-labour", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
    FieldSpec::asked("parts", "entry-parts", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
    FieldSpec::optional("job", "entry-job", Kind::Code { max: 16, leap: false }),
];

/// The form of a line.
pub struct Line {
    page: Box<OrderPage>,
    number: Option<u16>,
}

impl Line {
    /// The form for a line of an order, or for a new one.
    pub fn new(page: Box<OrderPage>, number: Option<u16>) -> Self {
        Self { page, number }
    }

    fn row(&self) -> Option<&LineRow> {
        self.page.lines.iter().find(|line| Some(line.number) == self.number)
    }
}

/// Labour as people type it, in minutes: `0.8` and `1.25` are hours, `0:50` hours and minutes.
fn minutes(text: &str) -> Option<u32> {
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
fn hours(of: u32) -> String {
    let tenths = format::hours(of);
    match of {
        0 => String::new(),
        _ if minutes(&tenths) == Some(of) => tenths,
        _ => format!("{}:{:02}", of / 60, of % 60),
    }
}

fn plain(amount: Money) -> String {
    if amount == Money::ZERO { String::new() } else { amount.to_string().replace(',', "") }
}

impl StageForm for Line {
    fn place(&self) -> Place {
        Place::Line(self.page.order.clone(), self.number)
    }

    fn title(&self) -> &'static str {
        if self.number.is_some() { "entry-title-line" } else { "entry-title-new-line" }
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        parts::about(&self.page)
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        Some(("order", self.page.version))
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = parts::order_page(cx, &self.page.order)?;
        Ok(())
    }

    fn start(&mut self, _cx: &Cx<'_>, form: &mut Form) {
        let Some(row) = self.row() else { return };
        let values = [
            ("label", row.label.clone()),
            ("why", row.why.clone()),
            ("benefit", row.benefit.clone()),
            ("minutes", hours(row.minutes)),
            ("labour", plain(row.labour)),
            ("parts", plain(row.parts)),
            ("job", row.job.clone()),
        ];
        for (field, value) in &values {
            form.set(field, value);
        }
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        for field in ["why", "benefit", "minutes"] {
            let missing = form.value(field).is_empty() && !form.value("label").is_empty();
            form.set_note(field, if missing { cx.get("entry-line-lacks").into_owned() } else { String::new() });
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
        form.set_note("labour", "");
        for field in ["labour", "parts"] {
            parts::note_money(cx, form, field);
        }
    }

    fn is_idle(&self, form: &Form) -> bool {
        form.values().is_empty()
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let text = |id| parts::typed(form, id).unwrap_or_default();
        let typed = text("minutes");
        let no_time = || Halt::At("minutes", cx.with("entry-no-hours", &[("value", &typed)]));
        Ok(Command::WriteLine(WriteLine {
            order: self.page.order.clone(),
            number: self.number,
            job: parts::typed(form, "job"),
            label: text("label"),
            why: text("why"),
            benefit: text("benefit"),
            minutes: if typed.is_empty() { 0 } else { minutes(&typed).ok_or_else(no_time)? },
            labour: parts::money(cx, form, "labour")?.unwrap_or_default(),
            parts: parts::money(cx, form, "parts")?.unwrap_or_default(),
        }))
    }

    fn field_of(&self, _form: &mut Form, error: &DeskError) -> Option<&'static str> {
        (error.field() == Some("number")).then_some("label")
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<super::Line> {
        let mut lines = parts::story(cx, &self.page);
        lines.reverse();
        lines.truncate(1);
        if self.page.lines.is_empty() {
            return lines;
        }
        let quoted: Money = self.page.lines.iter().map(|line| line.price).sum();
        let count = self.page.lines.len().to_string();
        lines.push((Role::Dim, cx.with("entry-quoted", &[("n", &count), ("sum", &quoted.to_string())])));
        lines
    }

    fn saved(&self, cx: &Cx<'_>, receipt: &Receipt) -> String {
        parts::saved(cx, "entry-saved-line", receipt)
    }

    fn after(&mut self, _form: &Form, _receipt: &Receipt) -> After {
        if self.number.is_some() { After::Back } else { After::Again }
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
