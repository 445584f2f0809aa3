//! The customer's word, line by line, with the sum of what is accepted so far (S6, S18).

use super::promise::HOW;
use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::{LineRow, OrderPage};
use crate::domain::event::code;
use crate::domain::order::consent::{DecideLines, How, LineDecision};
use crate::domain::order::payer::{Payer, part};
use crate::domain::order::quote::Decision;
use crate::domain::{Command, Money, Refusal};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

/// The answers, as people give them: yes, no, not now. `a` and `f`, accept and defer, mean the same still.
const DECISIONS: &[Pick] = &[
    ('y', "accepted", "entry-accept"),
    ('n', "declined", "entry-decline"),
    ('d', "deferred", "entry-defer"),
    ('a', "accepted", "entry-accept"),
    ('f', "deferred", "entry-defer"),
];

const REST: &[FieldSpec] = &[
    FieldSpec::needed("how", "entry-how", Kind::Choice(HOW)),
    FieldSpec::optional("who", "entry-who-said", Kind::Text { max: 40 }),
    FieldSpec::optional("words", "entry-words", Kind::Text { max: 200 }),
    FieldSpec::optional("ceiling", "entry-ceiling", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
];

/// The field of each line, by its number from 1: a draft must not give a line the word meant for another.
#[rustfmt::skip]
const LINES: [&str; 60] = [
    "line1", "line2", "line3", "line4", "line5", "line6", "line7", "line8", "line9", "line10",
    "line11", "line12", "line13", "line14", "line15", "line16", "line17", "line18", "line19", "line20",
    "line21", "line22", "line23", "line24", "line25", "line26", "line27", "line28", "line29", "line30",
    "line31", "line32", "line33", "line34", "line35", "line36", "line37", "line38", "line39", "line40",
    "line41", "line42", "line43", "line44", "line45", "line46", "line47", "line48", "line49", "line50",
    "line51", "line52", "line53", "line54", "line55", "line56", "line57", "line58", "line59", "line60",
];

/// The form of the customer's word.
pub struct Consent {
    page: Box<OrderPage>,
}

impl Consent {
    /// The form for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }

    /// The lines that can be asked about, with their fields: those undecided; else those on which no work began.
    fn asked(&self) -> Vec<(&'static str, &LineRow)> {
        let undecided = self.page.lines.iter().any(|line| line.decision == Decision::Undecided);
        let asked = |line: &&LineRow| match undecided {
            true => line.decision == Decision::Undecided,
            false => line.work.started.is_none(),
        };
        let field = |line| Some((field_of_line(line)?, line));
        self.page.lines.iter().filter(asked).filter_map(field).collect()
    }

    /// The decisions that differ from what stands there.
    fn decisions(&self, form: &Form) -> Vec<LineDecision> {
        let decided = |(field, line): (&'static str, &LineRow)| {
            let decision = parts::coded(form, field).filter(|decision| *decision != line.decision)?;
            Some(LineDecision { line: line.number, decision })
        };
        self.asked().into_iter().filter_map(decided).collect()
    }

    /// What the customer pays of what is accepted, were the form saved now.
    fn accepted(&self, form: &Form) -> Money {
        let now = self.decisions(form);
        let word = |line: &LineRow| now.iter().find(|d| d.line == line.number).map_or(line.decision, |d| d.decision);
        let accepted = self.page.lines.iter().filter(|line| word(line) == Decision::Accepted);
        accepted.map(|line| part(line.price, &line.payers, Payer::Customer)).sum()
    }
}

fn field_of_line(line: &LineRow) -> Option<&'static str> {
    LINES.get(usize::from(line.number).checked_sub(1)?).copied()
}

impl StageForm for Consent {
    fn place(&self) -> Place {
        Place::Consent(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-consent"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        let lines = self.asked().into_iter();
        let lines = lines.map(|(field, _)| FieldSpec::asked(field, "entry-line", Kind::Choice(DECISIONS)));
        lines.chain(REST.iter().copied()).collect()
    }

    fn order(&self) -> Option<&OrderPage> {
        Some(&self.page)
    }

    fn show(&mut self, page: Box<OrderPage>) {
        self.page = page;
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        // The commonest way; another one is one key away (feature 22).
        form.set("how", &code(&How::InPerson));
        for (field, line) in self.asked() {
            form.set_name(field, parts::numbered(cx, line));
            if line.decision != Decision::Undecided {
                form.set(field, &code(&line.decision));
            }
        }
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        for (field, line) in self.asked() {
            let price = format!("{:>12}", line.price.to_string());
            let others = if line.payers.is_empty() { String::new() } else { brief::payers(cx, &line.payers) };
            form.set_note_as(field, Role::Text, format!("{price}  {others}").trim_end());
        }
        let sum = self.accepted(form).to_string();
        if !parts::note_money(cx, form, "ceiling") {
            form.set_note_as("ceiling", Role::Text, cx.with("entry-accepted-sum", &[("sum", &sum)]));
        }
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let lines = self.decisions(form);
        if lines.is_empty() {
            let first = self.asked().first().map_or("how", |(field, _)| *field);
            return Err(Halt::At(first, cx.get("entry-decide-one").into_owned()));
        }
        Ok(Command::DecideLines(DecideLines {
            order: self.page.order.clone(),
            lines,
            how: parts::needed(cx, form, "how")?,
            who: parts::typed(form, "who"),
            words: parts::typed(form, "words"),
            ceiling: parts::money(cx, form, "ceiling")?,
            reason: None,
        }))
    }

    /// A refusal of the lines is shown at the line that it names, else at the first that was decided.
    fn field_of(&self, form: &mut Form, error: &DeskError) -> Option<&'static str> {
        let about_lines = matches!(error.field(), Some("lines" | "number"));
        let named = match error {
            DeskError::Refused(Refusal::NotFound { value, .. }) => value.parse().ok(),
            DeskError::Refused(Refusal::LinesLack { lines }) => lines.first().map(|lacking| lacking.line),
            _ => None,
        };
        let first = self.decisions(form).first().map(|decision| decision.line);
        let number: u16 = named.or(first).filter(|_| about_lines)?;
        LINES.get(usize::from(number).checked_sub(1)?).copied()
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let quoted: Money = self.page.lines.iter().map(|line| line.price).sum();
        let count = self.page.lines.len().to_string();
        let sum = cx.with("entry-quoted", &[("n", &count), ("sum", &quoted.to_string())]);
        let mut lines = vec![(Role::Text, sum)];
        // What to tell the customer about each line.
        lines.extend(self.asked().into_iter().map(|(_, line)| {
            let (number, hours) = (line.number.to_string(), format::hours(line.minutes));
            let say = |own, english| format::told(cx.words(), own, english);
            let (why, benefit) = (say(&line.why, &line.english.why), say(&line.benefit, &line.english.benefit));
            let values = [("n", number.as_str()), ("why", why), ("benefit", benefit), ("hours", &hours)];
            (Role::Dim, cx.with("entry-line-tells", &values))
        }));
        lines.extend(parts::story(cx, &self.page));
        lines
    }
}
