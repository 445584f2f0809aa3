//! Discarding an online request, with the reason (A3).

use super::{Halt, Line, StageForm};
use crate::desk::rows::OnlineRow;
use crate::domain::Command;
use crate::domain::online::discard::DiscardOnline;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[FieldSpec::needed("reason", "entry-why", Kind::Text { max: 200 })];

/// The box that asks why.
pub struct Discard {
    row: OnlineRow,
}

impl Discard {
    /// The box for an online request.
    pub fn new(row: OnlineRow) -> Self {
        Self { row }
    }
}

impl StageForm for Discard {
    fn place(&self) -> Place {
        Place::DiscardOnline(self.row.online.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-discard"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.row.online.to_string()
    }

    fn is_box(&self) -> bool {
        true
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let (online, reason) = (self.row.online.clone(), form.value("reason"));
        Ok(Command::DiscardOnline(DiscardOnline { online, reason }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        vec![
            (Role::Text, brief::online(cx, &self.row)),
            (Role::Text, cx.with("entry-said", &[("words", &self.row.says)])),
        ]
    }
}
