//! What one session works with: who, in which language and colours, through which door.

use crate::desk::draft::Drafts;
use crate::desk::lease::HeldRow;
use crate::desk::rows::{ShopPage, StaffRow};
use crate::desk::{Answer, DeskError, Door, Query, Session};
use crate::domain::{StaffId, Stamp, staff};
use crate::store::clerk::Clock;
use crate::text::{Catalogue, Lang, Words};
use crate::tui::cx::Cx;
use crate::tui::keymap::Keymap;
use crate::tui::terminal::Depth;
use crate::tui::theme::{Marks, Theme};
use crate::tui::widget::Look;
use chrono_tz::Tz;
use std::sync::Arc;

/// Prints a text under a name, such as `R261126-003-settlement`, and says where it went or why not.
pub type Printer = Arc<dyn Fn(&str, &str) -> Result<String, String> + Send + Sync>;

/// Writes a file of this name and text for people to take away, and says where it went or why not.
pub type Filer = Arc<dyn Fn(&str, &str) -> Result<String, String> + Send + Sync>;

/// What the composition root hands to every session; shared by all of them.
#[derive(Clone)]
pub struct Shared {
    /// The way into the shop.
    pub door: Arc<dyn Door>,
    /// The shop's clock.
    pub clock: Clock,
    /// The shop's time zone.
    pub zone: Tz,
    /// When sessions that nobody touches are locked.
    pub idle: super::Idle,
    /// Where drafts are kept.
    pub drafts: Drafts,
    /// Both languages.
    pub catalogue: Catalogue,
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// The theme file for terminals with colours, found good.
    pub theme: Arc<str>,
    /// Prints sheets.
    pub printer: Printer,
    /// Writes files.
    pub filer: Filer,
}

/// How one terminal shows things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screenful {
    /// The language.
    pub lang: Lang,
    /// The colours.
    pub depth: Depth,
    /// Only ASCII marks.
    pub ascii: bool,
}

/// What one session works with.
pub struct Kit {
    /// What all sessions share.
    pub shared: Shared,
    /// Who is working.
    pub session: Session,
    /// How the terminal shows things.
    pub show: Screenful,
    /// Everyone who works here.
    pub people: Arc<Vec<StaffRow>>,
    /// What others are at.
    pub held: Vec<HeldRow>,
    /// The shop.
    pub shop: ShopPage,
    /// Who is at work may not even look any more: they work here no longer.
    pub is_shut_out: bool,
    words: Words,
    theme: Theme,
}

impl Kit {
    /// Puts together what a session works with, and reads who works here.
    pub fn new(shared: Shared, session: Session, show: Screenful) -> Self {
        let words = shared.catalogue.words(show.lang);
        let theme = theme(&shared.theme, show);
        let (people, shop, is_shut_out) = (Arc::default(), ShopPage::default(), false);
        let held = Vec::new();
        let mut kit = Self { shared, session, show, people, held, shop, is_shut_out, words, theme };
        kit.refresh();
        kit
    }

    /// Shows things another way from now on.
    pub fn show_as(&mut self, show: Screenful) {
        self.show = show;
        self.words = self.shared.catalogue.words(show.lang);
        self.theme = theme(&self.shared.theme, show);
    }

    /// Reads who works here again. The folder's owner becomes the person bound to that user, once there is one.
    pub fn refresh(&mut self) {
        if let Ok(Answer::Shop(shop)) = self.shared.door.ask(&self.session, &Query::Shop) {
            self.shop = shop;
        }
        let staff = self.shared.door.ask(&self.session, &Query::Staff);
        self.is_shut_out = matches!(staff, Err(DeskError::NotAllowed { .. }));
        if let Ok(Answer::Staff(people)) = staff {
            self.people = people;
        }
        if let Ok(Answer::Held(held)) = self.shared.door.ask(&self.session, &Query::Held) {
            self.held = held;
        }
        if self.session.is_owner()
            && let Some(person) = self.people.iter().find(|p| p.uid.is_some() && p.uid == self.session.uid && !p.gone)
        {
            self.session.who = person.id.clone();
        }
    }

    /// What who is at work may do here; nothing for the folder's owner.
    pub fn own_roles(&self) -> Vec<staff::role::Role> {
        let me = self.people.iter().find(|person| person.id == self.session.who);
        me.map(|me| me.roles.clone()).unwrap_or_default()
    }

    /// Works as another person.
    pub fn become_person(&mut self, who: StaffId) {
        self.session.who = who;
    }

    /// Now, by the shop's clock.
    pub fn now(&self) -> Stamp {
        (self.shared.clock)()
    }

    /// The words of this session.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// What screens may use.
    pub fn cx(&self) -> Cx<'_> {
        Cx {
            door: &*self.shared.door,
            session: &self.session,
            people: &self.people,
            held: &self.held,
            shop: &self.shop,
            look: Look { theme: &self.theme, words: &self.words },
            keymap: &self.shared.keymap,
            now: self.now(),
            zone: self.shared.zone,
        }
    }
}

fn theme(file: &str, show: Screenful) -> Theme {
    let theme = match show.depth {
        Depth::Mono => Theme::built_in("mono", show.depth).expect("the theme without colours is compiled in"),
        depth => Theme::parse(file, depth).expect("the theme file was read when the desk opened"),
    };
    if show.ascii { theme.with_marks(Marks::ASCII) } else { theme }
}
