//! What every subcommand starts from: place, words, settings, clock.

use super::args::Globals;
use super::place::Place;
use super::settings::Settings;
use super::trouble::Trouble;
use crate::domain::Stamp;
use crate::domain::menu::{self, Menu};
use crate::domain::shop::checklist;
use crate::domain::shop::pledge::{self, Pledge};
use crate::scoring::Scheme;
use crate::scoring::scheme::SHIPPED;
use crate::store::clerk::Clock;
use crate::text::{Catalogue, Lang, Words};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// What a subcommand works with.
#[derive(Clone)]
pub struct Context {
    /// The data folder.
    pub place: Place,
    /// The settings in force.
    pub settings: Settings,
    /// Both languages, with the shop's own words.
    pub catalogue: Catalogue,
    /// The language that was asked for, by option or environment.
    pub asked: Option<Lang>,
    /// The clock.
    pub clock: Clock,
    /// The frozen time, as it was given.
    pub frozen: Option<Stamp>,
}

impl Context {
    /// Reads place, settings and words.
    pub fn read(globals: &Globals) -> Result<Context, Trouble> {
        let asked = globals.lang.or_else(lang_of_environment);
        let first = Catalogue::built_in().words(asked.unwrap_or_default());
        let place = Place::find(&first, globals.data.as_deref(), globals.demo)?;
        let settings = Settings::read(&first, &place)?;
        let catalogue = catalogue(&first, &place)?;
        let clock = clock(globals.now, settings.zone());
        let context = Context { place, settings, catalogue, asked, clock, frozen: globals.now };
        let demo = context.place.demo || context.place.is_demo();
        if globals.now.is_some() && !demo && context.place.has_shop() {
            return Err(Trouble::said(&context.words(), "frozen-clock", "cli-frozen-clock", &[]));
        }
        Ok(context)
    }

    /// The language of this command.
    pub fn lang(&self) -> Lang {
        self.asked.unwrap_or_else(|| self.settings.lang())
    }

    /// The words of this command.
    pub fn words(&self) -> Words {
        self.catalogue.words(self.lang())
    }

    /// Now.
    pub fn now(&self) -> Stamp {
        (self.clock)()
    }

    /// Refuses a folder without a shop, for commands that make none.
    pub fn must_have_shop(&self) -> Result<(), Trouble> {
        if self.place.demo || self.place.has_shop() {
            return Ok(());
        }
        let place = self.place.data.display().to_string();
        Err(Trouble::said(&self.words(), "no-shop", "cli-no-shop", &[("place", &place)]))
    }

    /// Scheme texts: those that come with the program, and the shop's own. A shop's own stands in for the one that comes
    /// with the program under the same name and version, so that a new one of ours never stops a shop that has it.
    pub fn schemes(&self) -> Result<Vec<(String, String)>, Trouble> {
        let mut shipped = self.texts(SHIPPED, "scheme")?;
        let own = shipped.split_off(SHIPPED.len());
        // One that cannot be read is told by whoever reads it.
        let named = |(file, text): &(String, String)| Scheme::parse(file, text).ok().map(|s| (s.id, s.version));
        let taken: Vec<(String, u32)> = own.iter().filter_map(named).collect();
        shipped.retain(|text| named(text).is_none_or(|name| !taken.contains(&name)));
        Ok(shipped.into_iter().chain(own).collect())
    }

    /// Canned jobs and prices: those that come with the program, and over them the shop's own (feature 7).
    pub fn menu(&self) -> Result<Menu, Trouble> {
        let files = self.texts(menu::SHIPPED, "job")?;
        Menu::parse(&files).map_err(|error| {
            let (place, why) = (error.place(), error.why());
            Trouble::said(&self.words(), "bad-config", "error-bad-config", &[("file", &place), ("why", &why)])
        })
    }

    /// Checklist texts: those that come with the program, and the shop's own.
    pub fn checklists(&self) -> Result<Vec<(String, String)>, Trouble> {
        self.texts(checklist::SHIPPED, "checklist")
    }

    /// The promises that the shop gives at intake: its own, or those that come with the program.
    pub fn pledges(&self) -> Result<Vec<Pledge>, Trouble> {
        let path = self.place.data.join("promise.toml");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => pledge::SHIPPED.to_string(),
            Err(error) => return Err(Trouble::file(&self.words(), &path, &error)),
        };
        pledge::parse(&text).map_err(|why| {
            let file = path.display().to_string();
            Trouble::said(&self.words(), "bad-config", "error-bad-config", &[("file", &file), ("why", &why)])
        })
    }

    /// Texts that come with the program, then those of a folder in the data folder.
    fn texts(&self, shipped: &[(&str, &str)], folder: &str) -> Result<Vec<(String, String)>, Trouble> {
        let mut texts: Vec<(String, String)> =
            shipped.iter().map(|(file, text)| (file.to_string(), text.to_string())).collect();
        let folder = self.place.data.join(folder);
        let mut files: Vec<_> = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
        files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
        files.sort();
        for path in files {
            let text = std::fs::read_to_string(&path).map_err(|error| Trouble::file(&self.words(), &path, &error))?;
            texts.push((path.display().to_string(), text));
        }
        Ok(texts)
    }
}

/// The language that the environment of a shell asks for, if it is one of ours.
pub fn lang_of_environment() -> Option<Lang> {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    set.filter(|value| !value.is_empty()).find_map(|value| Lang::parse(&value))
}

fn catalogue(words: &Words, place: &Place) -> Result<Catalogue, Trouble> {
    let file = |lang: Lang| Path::new("locale").join(format!("{lang}.ftl"));
    let read = |lang: Lang| place.own(words, &file(lang)).map(|own| own.map(|(_, text)| text).unwrap_or_default());
    Catalogue::with_overrides(&read(Lang::En)?, &read(Lang::Zh)?).map_err(|error| {
        let file = place.data.join(file(error.lang)).display().to_string();
        Trouble::said(words, "bad-config", "error-bad-config", &[("file", &file), ("why", &error.reason)])
    })
}

fn clock(frozen: Option<Stamp>, zone: chrono_tz::Tz) -> Clock {
    match frozen {
        Some(at) => Arc::new(move || Stamp::in_zone(at.ms(), zone)),
        None => Arc::new(move || {
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            Stamp::in_zone(i64::try_from(since.as_millis()).unwrap_or(i64::MAX), zone)
        }),
    }
}
