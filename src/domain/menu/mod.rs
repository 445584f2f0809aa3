//! The menu: canned jobs in the words of customer and workshop, and the price list by date (S1, S5, S9; A8, A9, D5;
//! feature 7).
//!
//! The menu is configuration: decisions read it, folds never do. What a line says and costs on the day when it is
//! written goes into its event, so that an old order keeps its old price.

mod read;
mod shipped;

pub use read::{MenuError, Wrong};
pub use shipped::SHIPPED;

use super::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Canned jobs and prices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Menu {
    jobs: Vec<Job>,
    /// Price of an hour of labour, by day.
    rates: Prices,
    parts: BTreeMap<String, Part>,
}

/// What a line says, in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What is done, in the customer's words.
    pub label: String,
    /// The same in the workshop's wording; customers do not see it (A8).
    pub workshop: String,
    /// Why it is needed.
    pub why: String,
    /// What good it does.
    pub benefit: String,
}

/// A canned job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// What an advisor types: two or three capitals or digits.
    pub code: String,
    /// What people call it besides its label, in lower case, parted by blanks.
    pub words: String,
    /// Sold from the menu, without a diagnosis (C1).
    pub menu: bool,
    /// A further test (C4).
    pub test: bool,
    /// What it says in Chinese.
    pub zh: Told,
    /// What it says in English.
    pub en: Told,
    /// Labour in minutes.
    pub minutes: u32,
    /// Price of the labour, where it is not counted by the hour.
    labour: Option<Money>,
    /// Names of parts, and how many.
    parts: Vec<(String, u32)>,
    /// Small things that no part stands for.
    sundries: Money,
}

/// A part of the price list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    prices: Prices,
}

/// Prices, each from its day until the next one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Prices(BTreeMap<NaiveDate, Money>);

impl Prices {
    /// The price of a day; before the first day, the first price.
    fn on(&self, day: NaiveDate) -> Money {
        let before = self.0.range(..=day).next_back();
        before.or(self.0.first_key_value()).map_or(Money::ZERO, |(_, price)| *price)
    }
}

impl Menu {
    /// Reads the menu from files: name and text, the ones that come with the program first. A file replaces an earlier
    /// one of its name; a job, a part or the rates replace those of an earlier file.
    ///
    /// # Errors
    /// What cannot be read or does not fit, with file, line, field and value.
    pub fn parse(files: &[(String, String)]) -> Result<Self, MenuError> {
        read::menu(files)
    }

    /// The menu that comes with the program.
    ///
    /// # Panics
    /// Never: a test reads it.
    pub fn built_in() -> Self {
        let files: Vec<_> = SHIPPED.iter().map(|(file, text)| ((*file).to_string(), (*text).to_string())).collect();
        Self::parse(&files).expect("the compiled-in menu is read by a test")
    }

    /// All jobs, in the order of their files.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// The job with a code; letters may be small.
    pub fn job(&self, code: &str) -> Option<&Job> {
        self.jobs.iter().find(|job| job.code.eq_ignore_ascii_case(code.trim()))
    }

    /// Price of a job's labour and of its parts on `day` (D5).
    pub fn price(&self, job: &Job, day: NaiveDate) -> (Money, Money) {
        let labour = job.labour.unwrap_or_else(|| {
            let hours = self.rates.on(day).in_fen() * i64::from(job.minutes);
            Money::fen((hours + 30) / 60)
        });
        let parts = job.parts.iter().filter_map(|(name, count)| {
            let price = self.parts.get(name)?.prices.on(day);
            Some(Money::fen(price.in_fen() * i64::from(*count)))
        });
        (labour, job.sundries + parts.sum())
    }
}

#[cfg(test)]
mod tests {
    use super::{Menu, Money, NaiveDate};

    fn menu(text: &str) -> Result<Menu, String> {
        Menu::parse(&[("job.toml".to_string(), text.to_string())]).map_err(|error| error.to_string())
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    const RATES: &str = "[[rate]]\nfrom = 2026-01-01\nlabour_per_hour = 20000\n\
        [[rate]]\nfrom = 2026-07-01\nlabour_per_hour = 24000\n\
        [[part]]\npart = \"pad\"\nzh = \"片\"\nen = \"Pad\"\n\
        prices = [{ from = 2026-01-01, price = 100 }, { from = 2026-03-01, price = 150 }]\n";

    fn job(fields: &str) -> String {
        let told = "label = \"a\"\nworkshop = \"b\"\nwhy = \"c\"\nbenefit = \"d\"\n";
        format!("{RATES}[[job]]\n{fields}\n[job.zh]\n{told}[job.en]\n{told}")
    }

    #[test]
    fn the_menu_that_comes_with_the_program_is_read_and_priced() {
        let menu = Menu::built_in();
        assert!(menu.jobs().len() >= 30);
        let brakes = menu.job("brk").expect("the example of the screens");
        let (labour, parts) = menu.price(brakes, day("2026-11-23"));
        assert_eq!((labour, parts), (Money::fen(16_000), Money::fen(32_000)));
        for job in menu.jobs() {
            let (labour, parts) = menu.price(job, day("2026-11-23"));
            assert!(labour + parts > Money::ZERO, "{} costs something", job.code);
        }
    }

    #[test]
    fn the_price_of_a_day_is_the_newest_one_that_has_begun() {
        let menu = menu(&job("code = \"PAD\"\nminutes = 30\nparts = [{ part = \"pad\", count = 2 }]")).expect("good");
        let on = |at| menu.price(menu.job("PAD").expect("there"), day(at));
        assert_eq!(on("2025-06-01"), (Money::fen(10_000), Money::fen(200)), "before the first day, the first price");
        assert_eq!(on("2026-02-28"), (Money::fen(10_000), Money::fen(200)));
        assert_eq!(on("2026-03-01"), (Money::fen(10_000), Money::fen(300)));
        assert_eq!(on("2026-07-01"), (Money::fen(12_000), Money::fen(300)));
    }

    #[test]
    fn what_is_wrong_is_named_with_file_line_field_and_value() {
        for (fields, parts) in [
            ("code = \"LONG\"\nminutes = 30", ["job.toml:13", "code", "LONG"]),
            ("code = \"PAD\"\nminutes = 0", ["job.toml:14", "minutes", "0"]),
            ("code = \"PAD\"\nminutes = 30\nlabour = -1", ["job.toml:15", "labour", "-1"]),
            ("code = \"PAD\"\nminutes = 30\nparts = [{ part = \"pda\" }]", ["job.toml:15", "part", "pda"]),
            ("code = \"PAD\"\nminutes = 30\nlabor = 1", ["job.toml:15", "labor", "labour"]),
            ("code = \"PAD\"\nminutes = \"x\"", ["job.toml:14", "`minutes`", "\"x\""]),
        ] {
            let said = menu(&job(fields)).expect_err("must be refused");
            assert!(parts.iter().all(|part| said.contains(part)), "{said}");
        }
        let twice = format!("{}{}", job("code = \"PAD\"\nminutes = 30"), "[[job]]\ncode = \"PAD\"\nminutes = 6\n");
        let told = "label = \"a\"\nworkshop = \"b\"\nwhy = \"c\"\nbenefit = \"d\"\n";
        let said = menu(&format!("{twice}[job.zh]\n{told}[job.en]\n{told}")).expect_err("one code, one job");
        assert!(said.contains("PAD") && said.contains("code"), "{said}");
        let lacking = job("code = \"PAD\"\nminutes = 30").replacen("why = \"c\"", "why = \"\"", 1);
        assert!(menu(&lacking).expect_err("A9").contains("why"));
    }

    #[test]
    fn a_file_of_the_shop_replaces_what_it_names() {
        let own = job("code = \"BRK\"\nminutes = 60\nlabour = 5");
        let mut files: Vec<(String, String)> =
            super::SHIPPED.iter().map(|(file, text)| (file.to_string(), text.to_string())).collect();
        files.push(("own.toml".into(), own));
        let menu = Menu::parse(&files).expect("both");
        assert_eq!(menu.price(menu.job("BRK").expect("the shop's"), day("2026-11-23")).0, Money::fen(5));
        let (labour, _) = menu.price(menu.job("PLG").expect("built in"), day("2026-11-23"));
        assert_eq!(labour, Money::fen(19_200), "the shop's own rate");
        files.push(("menu.toml".into(), String::new()));
        let menu = Menu::parse(&files).expect("without the built-in menu");
        assert!(menu.job("OIL").is_none() && menu.job("PAD").is_some());
    }
}
