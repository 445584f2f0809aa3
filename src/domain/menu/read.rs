//! Reads the files of the menu. What is wrong is named with file, line, field and value.

use super::{Job, Menu, Part, Prices, Told};
use crate::domain::Money;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use toml::Spanned;

/// Labour of one job at most, in minutes.
const MINUTES_MAX: i64 = 60_000;
/// Parts of one kind that one job takes at most.
const COUNT_MAX: i64 = 99;

/// Why a menu was refused. The sentences are for whoever keeps the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The field; where the text is no TOML, what stands before the equals sign.
    pub field: String,
    /// What stands there.
    pub value: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with a value of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The reader's own words about the text.
    Syntax(String),
    /// Must be two or three capitals or digits.
    Code,
    /// Another job of the same file has it.
    Twice,
    /// Must not be empty: a line lacking it could not be accepted (A9).
    Empty,
    /// Must lie between these, both inclusive.
    Range(i64, i64),
    /// No part of the price list has this name.
    NoPart,
    /// Must be a day, as 2026-01-01.
    Day,
}

impl MenuError {
    /// File and line.
    pub fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    /// What is wrong, with field, value and remedy.
    pub fn why(&self) -> String {
        let remedy = match &self.wrong {
            Wrong::Syntax(said) => return format!("`{}`: {said}", self.field),
            Wrong::Code => "write two or three capitals or digits".to_string(),
            Wrong::Twice => "another job of this file has that code, choose another".to_string(),
            Wrong::Empty => "write something: a line without it cannot be accepted".to_string(),
            Wrong::Range(least, most) => format!("write a number from {least} to {most}"),
            Wrong::NoPart => "name a [[part]] of the price list".to_string(),
            Wrong::Day => "write a day such as 2026-01-01, without quotes".to_string(),
        };
        format!("`{}` is \"{}\"; {remedy}", self.field, self.value)
    }
}

impl fmt::Display for MenuError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.why())
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    job: Vec<JobText>,
    #[serde(default)]
    rate: Vec<RateText>,
    #[serde(default)]
    part: Vec<PartText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JobText {
    code: Spanned<String>,
    #[serde(default)]
    words: String,
    #[serde(default)]
    menu: bool,
    #[serde(default)]
    test: bool,
    minutes: Spanned<i64>,
    labour: Option<Spanned<i64>>,
    #[serde(default)]
    parts: Vec<UsedText>,
    sundries: Option<Spanned<i64>>,
    zh: ToldText,
    en: ToldText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UsedText {
    part: Spanned<String>,
    count: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldText {
    label: Spanned<String>,
    workshop: Spanned<String>,
    why: Spanned<String>,
    benefit: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RateText {
    from: Spanned<toml::value::Datetime>,
    labour_per_hour: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartText {
    part: Spanned<String>,
    zh: Spanned<String>,
    en: Spanned<String>,
    prices: Vec<PriceText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PriceText {
    from: Spanned<toml::value::Datetime>,
    price: Spanned<i64>,
}

/// A file that is read, to name what is wrong in it.
struct Source<'a> {
    file: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn wrong(&self, span: Range<usize>, field: &str, value: impl ToString, wrong: Wrong) -> MenuError {
        let line = self.text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1;
        MenuError { file: self.file.to_string(), line, field: field.to_string(), value: value.to_string(), wrong }
    }

    fn number(&self, field: &'static str, number: &Spanned<i64>, least: i64, most: i64) -> Result<i64, MenuError> {
        let value = *number.get_ref();
        if (least..=most).contains(&value) {
            return Ok(value);
        }
        Err(self.wrong(number.span(), field, value, Wrong::Range(least, most)))
    }

    fn money(&self, field: &'static str, number: &Spanned<i64>) -> Result<Money, MenuError> {
        self.number(field, number, 0, Money::MOST.in_fen()).map(Money::fen)
    }

    fn some(&self, field: &'static str, text: Spanned<String>) -> Result<String, MenuError> {
        if text.get_ref().trim().is_empty() {
            return Err(self.wrong(text.span(), field, "", Wrong::Empty));
        }
        Ok(text.into_inner().trim().to_string())
    }

    fn day(&self, day: &Spanned<toml::value::Datetime>) -> Result<NaiveDate, MenuError> {
        let read = day
            .get_ref()
            .date
            .and_then(|date| NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day)));
        read.ok_or_else(|| self.wrong(day.span(), "from", day.get_ref(), Wrong::Day))
    }

    fn told(&self, told: ToldText) -> Result<Told, MenuError> {
        Ok(Told {
            label: self.some("label", told.label)?,
            workshop: self.some("workshop", told.workshop)?,
            why: self.some("why", told.why)?,
            benefit: self.some("benefit", told.benefit)?,
        })
    }

    fn code(&self, code: &Spanned<String>) -> Result<String, MenuError> {
        let text = code.get_ref();
        let good = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit();
        if (2..=3).contains(&text.len()) && text.bytes().all(good) {
            return Ok(text.clone());
        }
        Err(self.wrong(code.span(), "code", text, Wrong::Code))
    }

    fn prices(&self, prices: &[PriceText]) -> Result<Prices, MenuError> {
        let price = |text: &PriceText| Ok((self.day(&text.from)?, self.money("price", &text.price)?));
        prices.iter().map(price).collect::<Result<_, _>>().map(Prices)
    }
}

/// Reads all files into one menu.
pub(super) fn menu(files: &[(String, String)]) -> Result<Menu, MenuError> {
    let last = |at: usize, file: &str| files.iter().skip(at + 1).all(|(later, _)| name(later) != name(file));
    let mut read = Vec::new();
    for (_, (file, text)) in files.iter().enumerate().filter(|(at, (file, _))| last(*at, file)) {
        let source = Source { file, text };
        let file = toml::from_str::<File>(text).map_err(|error| {
            let span = error.span().unwrap_or_default();
            let begin = text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
            let field = text.get(begin..).unwrap_or_default().split(['=', '\n']).next().unwrap_or_default().trim();
            source.wrong(span, field, "", Wrong::Syntax(error.message().to_string()))
        })?;
        read.push((source, file));
    }
    let mut menu = Menu::default();
    for (source, file) in &mut read {
        price_list(&mut menu, source, file)?;
    }
    for (source, file) in read {
        let mut codes = Vec::new();
        for job in file.job {
            let span = job.code.span();
            let job = read_job(&menu, &source, job)?;
            if codes.contains(&job.code) {
                return Err(source.wrong(span, "code", &job.code, Wrong::Twice));
            }
            codes.push(job.code.clone());
            match menu.jobs.iter_mut().find(|known| known.code == job.code) {
                Some(known) => *known = job,
                None => menu.jobs.push(job),
            }
        }
    }
    Ok(menu)
}

/// The last part of a path: the shop's `job/menu.toml` is the same file as the built-in one.
fn name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

fn price_list(menu: &mut Menu, source: &Source<'_>, file: &mut File) -> Result<(), MenuError> {
    let rate = |text: &RateText| Ok((source.day(&text.from)?, source.money("labour_per_hour", &text.labour_per_hour)?));
    let rates: BTreeMap<_, _> = file.rate.iter().map(rate).collect::<Result<_, MenuError>>()?;
    if !rates.is_empty() {
        menu.rates = Prices(rates);
    }
    for part in std::mem::take(&mut file.part) {
        let prices = source.prices(&part.prices)?;
        source.some("zh", part.zh)?;
        source.some("en", part.en)?;
        menu.parts.insert(source.some("part", part.part)?, Part { prices });
    }
    Ok(())
}

fn read_job(menu: &Menu, source: &Source<'_>, job: JobText) -> Result<Job, MenuError> {
    let used = |used: UsedText| {
        let name = used.part.get_ref();
        if !menu.parts.contains_key(name) {
            return Err(source.wrong(used.part.span(), "part", name, Wrong::NoPart));
        }
        let count = used.count.as_ref().map_or(Ok(1), |count| source.number("count", count, 1, COUNT_MAX))?;
        Ok((name.clone(), u32::try_from(count).unwrap_or(1)))
    };
    let minutes = source.number("minutes", &job.minutes, 1, MINUTES_MAX)?;
    Ok(Job {
        code: source.code(&job.code)?,
        words: job.words.to_lowercase(),
        menu: job.menu,
        test: job.test,
        minutes: u32::try_from(minutes).unwrap_or(0),
        labour: job.labour.as_ref().map(|labour| source.money("labour", labour)).transpose()?,
        sundries: job.sundries.as_ref().map_or(Ok(Money::ZERO), |amount| source.money("sundries", amount))?,
        parts: job.parts.into_iter().map(used).collect::<Result<_, _>>()?,
        zh: source.told(job.zh)?,
        en: source.told(job.en)?,
    })
}
