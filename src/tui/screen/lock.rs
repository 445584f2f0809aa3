//! The locked screen: who is at work here and since when it is locked, and nothing of the shop's customers. What lies
//! below stays as it was left.

use super::Screen;
use crate::desk::DeskError;
use crate::domain::staff::pin::DIGITS;
use crate::domain::{StaffId, Stamp};
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place, Secret};
use crate::tui::input::{Code, Key};
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::{put, width, wrap};
use crate::tui::widget::secret::SecretField;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Cells of the text, at most.
const COLUMNS: u16 = 60;

/// The locked screen.
pub struct Lock {
    who: StaffId,
    since: Stamp,
    field: SecretField,
    fault: Option<String>,
}

impl Lock {
    /// Locks the screen of who is at work, from now on.
    pub fn new(cx: &Cx<'_>) -> Self {
        let (who, since) = (cx.session.who.clone(), cx.now);
        Self { who, since, field: SecretField::new(*DIGITS.end()), fault: None }
    }
}

impl Screen for Lock {
    fn place(&self) -> Place {
        Place::Lock
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Locked]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        (vec![Part::new(Role::Title, cx.get("lock-title"))], Vec::new())
    }

    fn refresh(&mut self, _cx: &Cx<'_>) {}

    fn on(&mut self, _cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect {
        match action {
            Some(Action::Next) => {
                self.fault = None;
                let pin = Some(self.field.take()).filter(|typed| !typed.is_empty()).map(Secret);
                Effect::Prove(self.who.clone(), pin)
            }
            Some(Action::SwitchPerson | Action::Leave | Action::Language) => Effect::Pass,
            // What was typed before anybody saw that the screen is locked.
            _ if key.code == Code::Esc => {
                self.field.take();
                Effect::Stay
            }
            Some(_) | None => {
                self.field.on(key);
                Effect::Stay
            }
        }
    }

    fn refused(&mut self, cx: &Cx<'_>, error: &DeskError) -> bool {
        self.fault = Some(match error {
            DeskError::PinNeeded { .. } => cx.get("lock-pin").into_owned(),
            other => cx.say(other).whole(),
        });
        true
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let style = |role| cx.look.theme.style(role);
        let room = area.width.min(COLUMNS);
        let x = area.x + (area.width - room) / 2;
        let since = format::moment(cx.words(), self.since, cx.now);
        let who = cx.with("lock-who", &[("who", cx.name(&self.who)), ("since", &since)]);
        let mut y = area.y + area.height / 4;
        put(buffer, x, y, room, &who, style(Role::Title));
        y += 2;
        let label = cx.get("lock-go-on");
        put(buffer, x, y, room, &label, style(Role::Text));
        let after = width(&label) + 2;
        let field = Rect { x: x + after.min(room), y, width: room.saturating_sub(after), height: 1 };
        let cursor = self.field.draw(&cx.look, field, buffer);
        y += 2;
        let help = cx.get("lock-help");
        let lines = wrap(&help, room).into_iter().map(|line| (Role::Dim, line));
        let fault = self.fault.iter().flat_map(|fault| wrap(fault, room)).map(|line| (Role::Error, line));
        for ((role, line), y) in fault.chain(lines).zip(y..area.bottom()) {
            put(buffer, x, y, room, &line, style(role));
        }
        Some(cursor)
    }
}
