//! Three boxes over feedback: what was done and answered, another department, and making a complaint of it (L15, L16, P5).

use super::complaint::picks::{CATEGORIES, CAUSES, DEPARTMENTS, FAULTS, MOODS, SEVERITIES};
use super::{After, Halt, Line, StageForm, parts};
use crate::desk::rows::FeedbackPage;
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::feedback::answer::AnswerFeedback;
use crate::domain::feedback::route::RouteFeedback;
use crate::domain::feedback::turn::TurnFeedback;
use crate::domain::staff::role::Right;
use crate::domain::{Command, ComplaintId, FeedbackId};
use crate::text::term;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const ANSWER: &[FieldSpec] = &[
    FieldSpec::optional("measure", "entry-feedback-measure", Kind::Area { rows: 2, max: 2_000 }),
    FieldSpec::optional("answer", "field-answer", Kind::Area { rows: 3, max: 2_000 }),
];
const ROUTE: &[FieldSpec] = &[
    FieldSpec::needed("department", "field-department", Kind::Choice(DEPARTMENTS)),
    FieldSpec::needed("reason", "field-reason", Kind::Text { max: 200 }),
];
const TURN: &[FieldSpec] = &[
    FieldSpec::needed("severity", "entry-severity", Kind::Choice(SEVERITIES)),
    FieldSpec::needed("category", "entry-category", Kind::Choice(CATEGORIES)),
    FieldSpec::asked("mood", "entry-mood", Kind::Choice(MOODS)),
    FieldSpec::asked("fault", "entry-fault", Kind::Choice(FAULTS)),
    FieldSpec::optional("cause", "entry-cause-code", Kind::Choice(CAUSES)),
    FieldSpec::optional("name", "entry-complaint-name", Kind::Text { max: 40 }),
];

/// Which box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// What was done and answered.
    Answer,
    /// Another department.
    Route,
    /// Making a complaint of it.
    Turn,
}

/// A box over feedback.
pub struct Feedback {
    page: Box<FeedbackPage>,
    over: Over,
}

impl Feedback {
    /// The box.
    ///
    /// # Errors
    /// There is no such feedback.
    pub fn new(cx: &Cx<'_>, id: &FeedbackId, over: Over) -> Result<Self, DeskError> {
        Ok(Self { page: read(cx, id)?, over })
    }
}

fn read(cx: &Cx<'_>, id: &FeedbackId) -> Result<Box<FeedbackPage>, DeskError> {
    match cx.ask(&Query::Feedback { id: id.clone() })? {
        Answer::Feedback(page) => Ok(page),
        other => Err(other.unexpected()),
    }
}

impl StageForm for Feedback {
    fn place(&self) -> Place {
        let id = self.page.row.feedback.clone();
        match self.over {
            Over::Answer => Place::AnswerFeedback(id),
            Over::Route => Place::RouteFeedback(id),
            Over::Turn => Place::TurnFeedback(id),
        }
    }

    fn title(&self) -> &'static str {
        match self.over {
            Over::Answer => "entry-title-feedback",
            Over::Route => "entry-title-route",
            Over::Turn => "entry-title-turn",
        }
    }

    fn specs(&self) -> Vec<FieldSpec> {
        let fields = match self.over {
            Over::Answer => ANSWER,
            Over::Route => ROUTE,
            Over::Turn => TURN,
        };
        fields.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.page.row.feedback.to_string()
    }

    fn is_box(&self) -> bool {
        true
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        Some(("feedback", self.page.version))
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = read(cx, &self.page.row.feedback)?;
        Ok(())
    }

    fn start(&mut self, _cx: &Cx<'_>, form: &mut Form) {
        let kind = self.page.row.kind;
        match self.over {
            Over::Answer => {
                form.set_needed("measure", kind.needs_measure());
                form.set_needed("answer", kind.needs_answer());
                form.focus_on(if kind.needs_measure() { "measure" } else { "answer" });
            }
            Over::Turn => form.show("name", self.page.row.name.is_empty() && self.page.row.plate.is_empty()),
            Over::Route => {}
        }
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let feedback = self.page.row.feedback.clone();
        Ok(match self.over {
            Over::Answer => {
                let (measure, answer) = (parts::typed(form, "measure"), parts::typed(form, "answer"));
                Command::AnswerFeedback(AnswerFeedback { feedback, measure, answer })
            }
            Over::Route => {
                let (department, reason) = (parts::needed(cx, form, "department")?, form.value("reason"));
                Command::RouteFeedback(RouteFeedback { feedback, department, reason })
            }
            Over::Turn => Command::TurnFeedback(TurnFeedback {
                feedback,
                category: parts::needed(cx, form, "category")?,
                severity: parts::needed(cx, form, "severity")?,
                mood: parts::coded(form, "mood"),
                fault: parts::coded(form, "fault"),
                cause: parts::coded(form, "cause"),
                name: parts::typed(form, "name"),
            }),
        })
    }

    /// Whose it is stands over the box; that somebody may not is said at the first field.
    fn field_of(&self, form: &mut Form, error: &DeskError) -> Option<&'static str> {
        let field = error.field()?;
        (!form.has(field)).then(|| self.specs().first().map(|spec| spec.id)).flatten()
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let row = &self.page.row;
        let department = cx.get(term::of_department(row.department));
        let mut lines = vec![
            (Role::Text, cx.with("entry-said", &[("words", &row.words)])),
            (Role::Dim, cx.with("feedback-owner", &[("department", &department)])),
        ];
        // Whoever would be refused is told before they type.
        let me = cx.people.iter().find(|person| person.id == cx.session.who);
        let owns = me.is_some_and(|me| row.department.owns(&me.roles) || parts::may(me, Right::HandleComplaint));
        if self.over != Over::Turn && !owns {
            lines.push((Role::Soon, cx.with("entry-other-department", &[("department", &department)])));
        }
        lines
    }

    fn after(&mut self, _form: &Form, receipt: &Receipt) -> After {
        match self.over {
            Over::Answer | Over::Route => After::Back,
            Over::Turn => After::Turn(Place::Complaint(ComplaintId::new(receipt.id.clone()))),
        }
    }
}
