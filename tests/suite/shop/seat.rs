//! A seat at the shop's terminal: gives screens what they use, presses keys, looks at the picture.

use ratatui::widgets::{Clear, Widget};
use shopdesk::desk::rows::ShopPage;
use shopdesk::desk::{Answer, Door, Envelope, Query};
use shopdesk::text::Lang;
use shopdesk::tui::cx::Cx;
use shopdesk::tui::effect::Effect;
use shopdesk::tui::input::Key;
use shopdesk::tui::keymap::Layer;
use shopdesk::tui::screen::Screen;
use shopdesk::tui::theme::Role;
use shopdesk::tui::widget::header::Part;
use shopdesk::tui::widget::layout::{Page, rule};
use shopdesk::tui::widget::{Look, footer, header, toast};

use super::{Shop, ZONE, session_of};
use crate::picture::picture;

impl Shop {
    /// Gives what a screen uses, as who sits there has it.
    pub fn cx<T>(&self, lang: Lang, give: impl FnOnce(&Cx<'_>) -> T) -> T {
        self.cx_as(self.who, lang, give)
    }

    /// Gives what a screen uses, as somebody has it.
    pub fn cx_as<T>(&self, who: &str, lang: Lang, give: impl FnOnce(&Cx<'_>) -> T) -> T {
        let session = session_of(who);
        let staff = self.desk.ask(&session, &Query::Staff);
        let people = if let Ok(Answer::Staff(people)) = staff { people } else { Vec::new() };
        let shop = self.desk.ask(&session, &Query::Shop);
        let shop = if let Ok(Answer::Shop(shop)) = shop { shop } else { ShopPage::default() };
        let words = self.words.words(lang);
        give(&Cx {
            door: &self.desk,
            session: &session,
            people: &people,
            shop: &shop,
            look: Look { theme: &self.theme, words: &words },
            keymap: &self.keymap,
            now: self.now(),
            zone: ZONE,
        })
    }

    /// Gives a screen keys as `keymap.toml` writes them, separated by blanks, and returns what the last one asked
    /// for. Commands that it gives on the way are run, and it learns of the outcome.
    pub fn press(&self, screen: &mut dyn Screen, keys: &str) -> Effect {
        let mut effect = Effect::Stay;
        for key in keys.split_whitespace() {
            effect = self.press_key(screen, Key::parse(key).unwrap_or_else(|| panic!("{key} is no key")));
        }
        effect
    }

    /// Types a text into a screen.
    pub fn write(&self, screen: &mut dyn Screen, text: &str) -> Effect {
        text.chars().fold(Effect::Stay, |_, c| self.press_key(screen, Key::char(c)))
    }

    fn press_key(&self, screen: &mut dyn Screen, key: Key) -> Effect {
        let mut layers = screen.layers();
        layers.push(Layer::Global);
        let action = self.keymap.lookup(&layers, key);
        let effect = self.cx(Lang::En, |cx| screen.on(cx, action, key));
        let Effect::Run(ask) = &effect else { return effect };
        let mut envelope = Envelope::new(ask.command.clone());
        if let Some((noun, version)) = ask.seen {
            envelope = envelope.seen(noun, version);
        }
        match self.desk.run(&session_of(self.who), envelope) {
            Ok(receipt) => self.cx(Lang::En, |cx| screen.done(cx, &receipt)),
            Err(error) => {
                self.cx(Lang::En, |cx| screen.refused(cx, &error));
                effect
            }
        }
    }

    /// Draws a screen as the app does: heading, rule, body, rule, keys.
    pub fn draw(&self, lang: Lang, columns: u16, rows: u16, screen: &dyn Screen) -> String {
        self.draw_over(lang, columns, rows, &[screen])
    }

    /// Draws screens that lie on each other, the last one on top.
    pub fn draw_over(&self, lang: Lang, columns: u16, rows: u16, screens: &[&dyn Screen]) -> String {
        self.cx(lang, |cx| {
            picture(columns, rows, |area, buffer| {
                for screen in screens {
                    let page = Page::of(area);
                    if !screen.is_box() {
                        let (mut left, mut right) = screen.header(cx);
                        left.insert(0, Part::new(Role::Dim, cx.shop.name.as_str()));
                        right.push(Part::new(Role::Text, cx.name(&cx.session.who)));
                        right.push(Part::new(Role::Text, shopdesk::text::format::clock(cx.words(), cx.now)));
                        header::draw(&cx.look, page.head, buffer, &left, &right);
                        rule(&cx.look, page.head_rule, buffer);
                    }
                    toast::draw(&cx.look, page.foot_rule, buffer, None);
                    let mut layers = screen.layers();
                    layers.push(Layer::Global);
                    let hints = cx.keymap.footer(&layers, lang, page.foot.width);
                    Clear.render(page.foot, buffer);
                    footer::draw(&cx.look, page.foot, buffer, &hints);
                    screen.draw(cx, page.body, buffer);
                }
            })
        })
    }
}
