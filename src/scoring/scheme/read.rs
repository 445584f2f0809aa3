//! Reads a scheme file, field by field.

use super::table::{Source, Table};
use super::{
    Assumed, Band, CallsFor, Counterparts, Edge, External, Formula, Grade, Internal, Item, MeanOf, MeanOver, Metric,
    Part, Range, Rate, Reason, Remedy, Revision, Sampling, Scheme, SchemeError, Spread, Trigger, Units, When,
};
use crate::scoring::Word;
use crate::scoring::number::whole;

/// Reads the whole file.
pub(super) fn scheme(file: &str, text: &str) -> Result<Scheme, SchemeError> {
    let mut table = Table::read(Source { file, text })?;
    let id = table.name("id")?;
    let version = table.whole("version", 1)?;
    let title = table.label("title")?;
    let full_marks = table.number("full_marks")?;
    let answered_min = table.whole("answered_min", 1)? as usize;
    let reason_at_most_points = table.signed_number("reason_at_most_points")?;
    let items = list(table.tables("item")?, item)?;
    let grades = list(table.tables("grade")?, grade)?;
    let bands = list(table.tables("band")?, band)?;
    let rate = table.word("rate")?;
    let external = external(table.table("external")?)?;
    let parts = list(table.optional_tables("part")?, part)?;
    let internal = table.optional_table("internal")?.map(internal).transpose()?;
    let triggers = list(table.optional_tables("trigger")?, trigger)?;
    let reasons = list(table.optional_tables("reason")?, reason)?;
    let from = match table.optional_table("from")? {
        Some(from) => counterparts(from, &items)?,
        None => Vec::new(),
    };
    let sampling = table.optional_table("sampling")?.map(sampling).transpose()?.unwrap_or_default();
    let assumed = list(table.optional_tables("assumed")?, assumed)?;
    let unverified = table.optional_label("unverified")?;
    let revision = revision(table.table("revision")?)?;
    let points = grades.iter().map(|grade| &grade.points);
    let units = Units::of(points, &full_marks, items.iter().map(|item| &item.weight));
    let units = units.ok_or_else(|| table.error("full_marks", "too fine", Remedy::FewerDigits))?;
    table.finish()?;
    Ok(Scheme {
        id,
        version,
        title,
        full_marks,
        answered_min,
        reason_at_most_points,
        items,
        grades,
        bands,
        rate,
        external,
        parts,
        internal,
        triggers,
        reasons,
        from,
        sampling,
        assumed,
        unverified,
        revision,
        units,
    })
}

fn list<'a, T>(
    tables: Vec<Table<'a>>,
    read: impl Fn(Table<'a>) -> Result<T, SchemeError>,
) -> Result<Vec<T>, SchemeError> {
    tables.into_iter().map(read).collect()
}

fn item(mut table: Table<'_>) -> Result<Item, SchemeError> {
    let item = Item {
        id: table.name("id")?,
        label: table.label("label")?,
        question: table.optional_label("question")?,
        stage: table.optional_name("stage")?,
        weight: table.optional_number("weight")?.unwrap_or_else(|| whole(1)),
    };
    table.finish()?;
    Ok(item)
}

fn grade(mut table: Table<'_>) -> Result<Grade, SchemeError> {
    let grade = Grade { key: table.key("key")?, label: table.label("label")?, points: table.signed_number("points")? };
    table.finish()?;
    Ok(grade)
}

fn band(mut table: Table<'_>) -> Result<Band, SchemeError> {
    let band = Band {
        id: table.name("id")?,
        label: table.label("label")?,
        range: range(&mut table)?,
        satisfied: table.yes("satisfied")?,
    };
    table.finish()?;
    Ok(band)
}

/// Reads the ends of a range: `at_least` or `above`, `at_most` or `below`.
fn range(table: &mut Table<'_>) -> Result<Range, SchemeError> {
    let low = edge(table, "at_least", "above")?;
    let high = edge(table, "at_most", "below")?;
    if low.is_none() && high.is_none() {
        return Err(table.error("at_least", "missing", Remedy::GiveAnEnd));
    }
    Ok(Range { low, high })
}

fn edge(table: &mut Table<'_>, including: &'static str, excluding: &'static str) -> Result<Option<Edge>, SchemeError> {
    match (table.optional_number(including)?, table.optional_number(excluding)?) {
        (Some(_), Some(_)) => Err(table.error(including, "given beside its opposite", Remedy::OneEndEach)),
        (Some(value), None) => Ok(Some(Edge { value, included: true })),
        (None, Some(value)) => Ok(Some(Edge { value, included: false })),
        (None, None) => Ok(None),
    }
}

fn external(mut table: Table<'_>) -> Result<External, SchemeError> {
    let external = External {
        part: table.optional_name("part")?.unwrap_or_else(|| "external".to_owned()),
        weight: table.number("weight")?,
        respondents: table.words("respondents")?,
        mean_over: table.word("mean_over")?,
        mean_of: table.optional_word("mean_of")?.unwrap_or(MeanOf::Items),
        interval: table.optional_word("interval")?.unwrap_or(Spread::Student),
    };
    table.finish()?;
    Ok(external)
}

fn part(mut table: Table<'_>) -> Result<Part, SchemeError> {
    let part = Part {
        id: table.name("id")?,
        label: table.label("label")?,
        weight: table.number("weight")?,
        respondents: table.words("respondents")?,
    };
    table.finish()?;
    Ok(part)
}

fn internal(mut table: Table<'_>) -> Result<Internal, SchemeError> {
    let internal = Internal { weight: table.number("weight")?, metrics: list(table.tables("metric")?, metric)? };
    table.finish()?;
    Ok(internal)
}

fn metric(mut table: Table<'_>) -> Result<Metric, SchemeError> {
    let metric = Metric {
        id: table.name("id")?,
        label: table.label("label")?,
        numerator: table.word("numerator")?,
        denominator: table.word("denominator")?,
        formula: table.word("formula")?,
    };
    table.finish()?;
    Ok(metric)
}

/// What a rule looks at.
#[derive(Clone, Copy, PartialEq)]
enum On {
    Answer,
    Form,
    External,
    Total,
    Opinion,
}

impl Word for On {
    const WORDS: &'static [(&'static str, On)] = &[
        ("answer", On::Answer),
        ("form", On::Form),
        ("external", On::External),
        ("total", On::Total),
        ("opinion", On::Opinion),
    ];
}

impl Word for CallsFor {
    const WORDS: &'static [(&'static str, CallsFor)] = &[
        ("sheet", CallsFor::Sheet),
        ("report", CallsFor::Report),
        ("contact", CallsFor::Contact),
        ("causes", CallsFor::Causes),
        ("owner", CallsFor::Owner),
    ];
}

impl Word for MeanOf {
    const WORDS: &'static [(&'static str, MeanOf)] = &[("items", MeanOf::Items), ("forms", MeanOf::Forms)];
}

impl Word for Spread {
    const WORDS: &'static [(&'static str, Spread)] =
        &[("student", Spread::Student), ("wilson", Spread::Wilson), ("adjusted-wald", Spread::AdjustedWald)];
}

impl Word for Rate {
    const WORDS: &'static [(&'static str, Rate)] = &[("forms", Rate::Forms), ("answers", Rate::Answers)];
}

impl Word for MeanOver {
    const WORDS: &'static [(&'static str, MeanOver)] =
        &[("answers", MeanOver::Answers), ("returned", MeanOver::Returned)];
}

impl Word for Formula {
    const WORDS: &'static [(&'static str, Formula)] = &[("share", Formula::Share), ("complement", Formula::Complement)];
}

fn trigger(mut table: Table<'_>) -> Result<Trigger, SchemeError> {
    let rule = table.name("rule")?;
    let label = table.label("label")?;
    let when = match table.word("on")? {
        On::Answer => When::Answer(range(&mut table)?),
        On::Form => When::Form(range(&mut table)?),
        On::External => When::External(range(&mut table)?),
        On::Total => When::Total(range(&mut table)?),
        On::Opinion => When::Opinion(table.words("opinions")?),
    };
    let calls_for = table.optional_word("calls_for")?.unwrap_or(CallsFor::Sheet);
    table.finish()?;
    Ok(Trigger { rule, label, when, calls_for })
}

fn reason(mut table: Table<'_>) -> Result<Reason, SchemeError> {
    let reason = Reason { code: table.name("code")?, label: table.label("label")? };
    table.finish()?;
    Ok(reason)
}

/// Reads `[from.<scheme>]`: our items on the left, theirs on the right.
fn counterparts(mut from: Table<'_>, items: &[Item]) -> Result<Vec<Counterparts>, SchemeError> {
    let mut all = Vec::new();
    for (scheme, mut table) in from.all_tables()? {
        let mut named = table.table("items")?;
        let mut pairs = Vec::new();
        for (ours, theirs) in named.all_texts()? {
            let known = || items.iter().map(|item| item.id.clone()).collect();
            let index = items.iter().position(|item| item.id == ours);
            let index =
                index.ok_or_else(|| named.error(&ours, "no item of this scheme", Remedy::NameOneOf(known())))?;
            pairs.push((index, theirs));
        }
        let grades = match table.optional_table("grades")? {
            Some(mut grades) => grades.all_keys()?,
            None => Vec::new(),
        };
        let answered_min = table.optional_whole("answered_min", 1)?.map(|least: u32| least as usize);
        table.finish()?;
        all.push(Counterparts { scheme, items: pairs, answered_min, grades });
    }
    Ok(all)
}

fn sampling(mut table: Table<'_>) -> Result<Sampling, SchemeError> {
    let sampling = Sampling {
        interval_months_max: table.optional_whole("interval_months_max", 1)?,
        coverage_percent_min: table.optional_number("coverage_percent_min")?,
        return_percent_min: table.optional_number("return_percent_min")?,
        forms_min: table.optional_whole("forms_min", 1)?,
        competitor_forms_min: table.optional_whole("competitor_forms_min", 1)?,
        segments_whole: table.names("segments_whole")?,
    };
    table.finish()?;
    Ok(sampling)
}

fn assumed(mut table: Table<'_>) -> Result<Assumed, SchemeError> {
    let assumed = Assumed { field: table.text("field")?, reading: table.label("reading")? };
    table.finish()?;
    Ok(assumed)
}

fn revision(mut table: Table<'_>) -> Result<Revision, SchemeError> {
    let revision = Revision {
        date: table.day("date")?,
        change: table.label("change")?,
        prepared: table.text("prepared")?,
        checked: table.text("checked")?,
        approved: table.optional_text("approved")?,
    };
    table.finish()?;
    Ok(revision)
}
