//! One thing done on several cars of the board (feature 19): the next step where it asks nothing, where they stand, that
//! they are ready, who answers for them. What cannot be done for one car is told for that car, and changes nothing for the others.

use super::promise::NOT_REACHED;
use super::ready::{HOW, papers};
use super::{Halt, Line, StageForm, parts};
use crate::desk::rows::BoardRow;
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::order::consent::How;
use crate::domain::order::intake::NoteIntake;
use crate::domain::order::next::Next;
use crate::domain::order::ready::TellReady;
use crate::domain::order::take_over::TakeOver;
use crate::domain::order::visit::VisitNotes;
use crate::domain::staff::role::Right;
use crate::domain::{Command, OrderId};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::{Ask, Effect, Place};
use crate::tui::screen::brief;
use crate::tui::screen::next_step::Shown;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

const WHAT: &[Pick] = &[
    ('n', "next", "several-next"),
    ('s', "place", "several-place"),
    ('r', "ready", "several-ready"),
    ('a', "advisor", "several-advisor"),
];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("what", "several-what", Kind::Choice(WHAT)),
    FieldSpec::needed("place", "field-place", Kind::Code { max: 12, leap: false }),
    FieldSpec::needed("pack", "entry-pack", Kind::Toggle),
    FieldSpec::needed("how", "entry-told", Kind::Choice(HOW)),
    FieldSpec::needed("advisor", "entry-advisor", Kind::Given),
];

/// What became of one car. It is put into words as it is shown, in whatever language that is.
struct Told {
    plate: String,
    refused: Option<Why>,
}

/// Why nothing was done on a car.
#[derive(Clone)]
enum Why {
    /// Its next step asks something of a person.
    Asks(Next),
    /// The desk says no.
    Desk(DeskError),
}

impl Why {
    fn say(&self, cx: &Cx<'_>) -> String {
        match self {
            Self::Asks(next) => cx.with("several-asks", &[("step", &brief::next(cx, *next))]),
            Self::Desk(error) => cx.say(error).message,
        }
    }
}

/// The box for several cars.
pub struct Several {
    orders: Vec<OrderId>,
    rows: Vec<BoardRow>,
    /// What became of each car, once something was done.
    told: Vec<Told>,
}

impl Several {
    /// The box for orders that are on the board.
    ///
    /// # Errors
    /// As [`Cx::ask`].
    pub fn new(cx: &Cx<'_>, orders: &[OrderId]) -> Result<Self, DeskError> {
        let mut several = Self { orders: orders.to_vec(), rows: Vec::new(), told: Vec::new() };
        several.read(cx)?;
        Ok(several)
    }

    /// What is to be done on a car, or why it cannot be done here.
    fn ask(&self, cx: &Cx<'_>, form: &Form, row: &BoardRow) -> Result<Ask, Why> {
        let order = row.order.clone();
        let command = match form.value("what").as_str() {
            "place" => Command::NoteIntake(place_of(order, form.value("place"))),
            "advisor" => Command::TakeOver(TakeOver { order, advisor: parts::person(form, "advisor") }),
            "ready" => {
                let in_vain = form.value("how") == NOT_REACHED;
                let how = if in_vain { How::Phone } else { parts::coded(form, "how").unwrap_or(How::Phone) };
                let reached = in_vain.then_some(false);
                // Papers that were noted before are not noted again.
                let pack = if row.packed { Vec::new() } else { papers(cx) };
                Command::TellReady(TellReady { order, how, reached, pack })
            }
            _ => {
                // A form asks something of a person: that is done car by car.
                let step = Shown::from(row).step(cx);
                return if let Effect::Run(ask) | Effect::Sure(ask, _) = step {
                    Ok(*ask)
                } else {
                    Err(Why::Asks(row.next))
                };
            }
        };
        Ok(Ask { command, seen: Some(("order", row.version)) })
    }
}

/// Notes where a car stands.
fn place_of(order: OrderId, place: String) -> NoteIntake {
    let visit = Some(VisitNotes { place: Some(place), ..VisitNotes::default() });
    NoteIntake { visit, ..NoteIntake::nothing(order) }
}

impl StageForm for Several {
    fn place(&self) -> Place {
        Place::Several(self.orders.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-several"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, cx: &Cx<'_>) -> String {
        cx.with("several-marked", &[("n", &self.rows.len().to_string())])
    }

    fn is_box(&self) -> bool {
        true
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        let page = match cx.ask(&Query::Board)? {
            Answer::Board(page) => page,
            other => return Err(other.unexpected()),
        };
        self.rows = page.rows.iter().filter(|row| self.orders.contains(&row.order)).cloned().collect();
        Ok(())
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        form.set_options("advisor", parts::people(cx, |person| parts::may(person, Right::Receive)));
    }

    fn notes(&self, _cx: &Cx<'_>, form: &mut Form) {
        let what = form.value("what");
        form.show("place", what == "place");
        form.show("pack", what == "ready" && !self.rows.iter().all(|row| row.packed));
        form.show("how", what == "ready");
        form.show("advisor", what == "advisor");
    }

    fn at_once(&self, field: &str) -> bool {
        matches!(field, "what" | "how" | "advisor")
    }

    fn is_idle(&self, form: &Form) -> bool {
        !self.told.is_empty() && form.value("what").is_empty()
    }

    fn command(&self, _cx: &Cx<'_>, _form: &Form) -> Result<Command, Halt> {
        Err(Halt::Nothing)
    }

    fn each(&self, cx: &Cx<'_>, form: &Form) -> Option<Result<Vec<Ask>, Halt>> {
        if form.has("pack") && parts::answered(form, "pack") == Some(false) {
            return Some(Err(Halt::At("pack", cx.get("entry-pack-first").into_owned())));
        }
        Some(Ok(self.rows.iter().filter_map(|row| self.ask(cx, form, row).ok()).collect()))
    }

    fn became(&mut self, cx: &Cx<'_>, form: &Form, outcomes: &[Result<Receipt, DeskError>]) {
        let mut outcomes = outcomes.iter();
        let told = |row: &BoardRow| {
            let refused = match self.ask(cx, form, row) {
                Ok(_) => outcomes.next()?.as_ref().err().cloned().map(Why::Desk),
                Err(why) => Some(why),
            };
            Some(Told { plate: row.plate.clone(), refused })
        };
        self.told = self.rows.iter().filter_map(told).collect();
        // The board below shows it, too; if it cannot be read any more, the next save says why.
        let _unread = self.read(cx);
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        if !self.told.is_empty() {
            return self.told.iter().map(|told| line(cx, told)).collect();
        }
        let step = |row: &BoardRow| format!("{}  {}", format::plate(&row.plate), brief::next(cx, row.next));
        self.rows.iter().map(|row| (Role::Text, step(row))).collect()
    }
}

/// One car with what became of it.
fn line(cx: &Cx<'_>, told: &Told) -> Line {
    let (marks, plate) = (&cx.look.theme.marks, format::plate(&told.plate));
    match &told.refused {
        None => (Role::Good, format!("{} {plate}  {}", marks.done, cx.get("several-done"))),
        Some(why) => (Role::Late, format!("{} {plate}  {}", marks.late, why.say(cx))),
    }
}
