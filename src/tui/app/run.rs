//! What a screen asks of the desk and the printer, and what becomes of it on the screen.

use super::{App, draft};
use crate::desk::{Answer, Envelope, Query};
use crate::domain::order::version::ShowEstimate;
use crate::domain::{CapaId, Command, OrderId, StaffId};
use crate::report::{self, About, pack};
use crate::text::Lang;
use crate::tui::effect::{Ask, Effect, Sheet};
use crate::tui::screen;
use crate::tui::screen::improvement::schemes::Schemes;
use crate::tui::theme::Role;

impl App {
    /// Gives a command to the desk. When this returns it is durable, or was refused.
    pub(super) fn run(&mut self, ask: Ask) -> Effect {
        let mut envelope = Envelope::new(ask.command);
        if let Some((noun, version)) = ask.seen {
            envelope = envelope.seen(noun, version);
        }
        match self.kit.shared.door.run(&self.kit.session, envelope) {
            Ok(receipt) => {
                self.saved();
                self.refresh();
                if let Some(warning) = receipt.warnings.first() {
                    let text = crate::text::say::warning(self.kit.words(), self.kit.now(), warning).whole();
                    self.message = Some((Role::Soon, text));
                }
                self.with_top(|screen, cx| screen.done(cx, &receipt))
            }
            Err(error) => {
                let cx = self.kit.cx();
                let sentence = cx.say(&error);
                let shown = self.stack.last_mut().is_some_and(|layer| layer.screen.refused(&cx, &error));
                if !shown {
                    self.message = Some((Role::Error, sentence.whole()));
                }
                Effect::Stay
            }
        }
    }

    /// Gives commands to the desk one by one: what is refused for one record changes nothing for the others.
    pub(super) fn run_each(&mut self, asks: Vec<Ask>) -> Effect {
        let run = |ask: Ask| {
            let envelope = Envelope::new(ask.command);
            let seen = ask.seen.map(|(noun, version)| envelope.clone().seen(noun, version));
            self.kit.shared.door.run(&self.kit.session, seen.unwrap_or(envelope))
        };
        let outcomes: Vec<_> = asks.into_iter().map(run).collect();
        self.refresh();
        self.with_top(|screen, cx| screen.done_each(cx, &outcomes))
    }

    /// The top layer's text is saved: its draft is over.
    pub(super) fn saved(&mut self) {
        if let Some(layer) = self.stack.last_mut() {
            layer.kept = layer.screen.draft();
            layer.restored = false;
            if let Some(form) = layer.form() {
                draft::forget(&self.kit, &form);
            }
        }
    }

    /// Writes the pack for the management review of a year: text and table, each in both languages (O4).
    pub(super) fn pack(&mut self, year: i32) {
        let cx = self.kit.cx();
        let page = match cx.ask(&Query::Pack { year }) {
            Ok(Answer::Pack(page)) => page,
            Ok(other) => return self.message = Some((Role::Error, cx.say(&other.unexpected()).whole())),
            Err(error) => return self.message = Some((Role::Error, cx.say(&error).whole())),
        };
        let mut written = Vec::new();
        for lang in Lang::ALL {
            let words = self.kit.shared.catalogue.words(lang);
            let files = [("txt", pack::text(&page, &cx.shop.name, &words)), ("csv", pack::csv(&page, &words))];
            for (ending, text) in files {
                written.push((self.kit.shared.filer)(&format!("review-{year}.{lang}.{ending}"), &text));
            }
        }
        let failed = written.iter().find_map(|done| done.as_ref().err());
        let place = written.iter().find_map(|done| done.as_ref().ok()).cloned().unwrap_or_default();
        self.message = Some(match failed {
            None => (Role::Good, cx.with("app-pack-written", &[("n", &written.len().to_string()), ("place", &place)])),
            Some(why) => (Role::Error, cx.with("app-not-printed", &[("why", why)])),
        });
    }

    pub(super) fn print(&mut self, order: &OrderId, sheet: Sheet) {
        let cx = self.kit.cx();
        let page = match cx.ask(&Query::Order { id: order.clone() }) {
            Ok(Answer::Order(page)) => page,
            Ok(other) => return self.message = Some((Role::Error, cx.say(&other.unexpected()).whole())),
            Err(error) => return self.message = Some((Role::Error, cx.say(&error).whole())),
        };
        let text = report::sheet(sheet, &page, &self.on_paper(&|id| cx.name(id).to_string()));
        let printed = (self.kit.shared.printer)(&format!("{order}-{}", sheet.word()), &text);
        if printed.is_ok() && sheet == Sheet::Estimate {
            // From here on, the customer has it in hand. Whoever may print but not quote leaves it as it is.
            let shown = Command::ShowEstimate(ShowEstimate { order: order.clone() });
            let _left = cx.door.run(cx.session, Envelope::new(shown));
        }
        self.printed(printed);
    }

    /// Prints the sheet of a corrective action, in the words of the rule that fired.
    pub(super) fn print_capa(&mut self, capa: &CapaId) {
        let cx = self.kit.cx();
        let page = match screen::capa::page(&cx, capa) {
            Ok(page) => page,
            Err(error) => return self.message = Some((Role::Error, cx.say(&error).whole())),
        };
        let mut schemes = Schemes::default();
        schemes.learn(&cx, [&page.row.trigger].into_iter());
        let scheme = schemes.of(&page.row.trigger);
        let text = report::capa::sheet(&page, scheme, &self.on_paper(&|id| cx.name(id).to_string()));
        let printed = (self.kit.shared.printer)(&format!("{capa}-{}", report::capa::WORD), &text);
        self.printed(printed);
    }

    /// What a sheet needs besides the record.
    fn on_paper<'a>(&'a self, name: &'a dyn Fn(&StaffId) -> String) -> About<'a> {
        About { words: self.kit.words(), shop: &self.kit.shop.name, name, now: self.kit.now() }
    }

    fn printed(&mut self, printed: Result<String, String>) {
        let cx = self.kit.cx();
        self.message = Some(match printed {
            Ok(place) => (Role::Good, cx.with("app-printed", &[("place", &place)])),
            Err(why) => (Role::Error, cx.with("app-not-printed", &[("why", &why)])),
        });
    }
}
