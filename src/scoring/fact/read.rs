//! Reads each of the five facts from its fields.

use std::borrow::Cow;

use super::{
    Allowed, Answers, Attempt, Complaint, Delivery, Fact, FactError, Fields, Issued, Kind, Reasons, Respondent,
    Response, Stamp, Word,
};

/// The fields that every fact may carry.
const STAMP_FIELDS: &[&str] = &["fact", "id", "at", "shop", "seq", "void"];

/// Reads one line.
pub(super) fn fact(line: &str) -> Result<Fact, FactError> {
    let mut fields = Fields::read(line, "")?;
    let kind: Kind = fields.word("fact")?.ok_or_else(|| fields.missing("fact", Allowed::OneOf(Kind::all())))?;
    let stamp = stamp(&mut fields)?;
    let fact = match kind {
        Kind::Response => Fact::Response(response(&mut fields, stamp)?),
        Kind::Delivery => Fact::Delivery(delivery(&mut fields, stamp)?),
        Kind::Complaint => Fact::Complaint(complaint(&mut fields, stamp)?),
        Kind::Issued => Fact::Issued(issued(&mut fields, stamp)?),
        Kind::Attempt => Fact::Attempt(attempt(&mut fields, stamp)?),
    };
    match fields.rest().next() {
        Some((field, _)) => Err(FactError::Unknown {
            field: field.into_owned(),
            kind,
            known: [STAMP_FIELDS, own_fields(kind)].concat(),
        }),
        None => Ok(fact),
    }
}

/// Lists the fields that a kind has beyond those of every fact.
fn own_fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Response => &[
            "scheme",
            "version",
            "order",
            "customer",
            "segment",
            "respondent",
            "mode",
            "answers",
            "alike",
            "reasons",
            "opinion",
            "advisor",
            "technician",
            "caller",
        ],
        Kind::Delivery => {
            &["customer", "segment", "on_time", "comeback", "line_down", "billed", "premium", "advisor", "technician"]
        }
        Kind::Complaint => &["order", "customer", "segment", "valid", "category", "severity", "advisor", "technician"],
        Kind::Issued => &["scheme", "version", "customer", "segment"],
        Kind::Attempt => &["issued", "outcome", "caller"],
    }
}

fn stamp(fields: &mut Fields<'_>) -> Result<Stamp, FactError> {
    Ok(Stamp {
        id: fields.text("id")?,
        at: fields.moment("at")?,
        shop: fields.optional_text("shop")?,
        seq: fields.whole("seq", u64::MAX)?,
        void: fields.yes_no("void")?.unwrap_or(false),
    })
}

fn response(fields: &mut Fields<'_>, stamp: Stamp) -> Result<Response, FactError> {
    Ok(Response {
        stamp,
        scheme: fields.text("scheme")?,
        version: version(fields)?,
        order: fields.optional_text("order")?,
        customer: fields.optional_text("customer")?,
        segment: fields.optional_text("segment")?,
        respondent: fields.word("respondent")?.unwrap_or(Respondent::Customer),
        mode: fields.optional_text("mode")?,
        answers: answers(fields)?,
        alike: fields.yes_no("alike")?.unwrap_or(false),
        reasons: reasons(fields)?,
        opinion: fields.word("opinion")?,
        advisor: fields.optional_text("advisor")?,
        technician: fields.optional_text("technician")?,
        caller: fields.optional_text("caller")?,
    })
}

fn delivery(fields: &mut Fields<'_>, stamp: Stamp) -> Result<Delivery, FactError> {
    Ok(Delivery {
        stamp,
        customer: fields.optional_text("customer")?,
        segment: fields.optional_text("segment")?,
        on_time: fields.yes_no("on_time")?,
        comeback: fields.yes_no("comeback")?,
        line_down: fields.yes_no("line_down")?,
        billed: fields.whole("billed", u64::MAX)?,
        premium: fields.whole("premium", u64::MAX)?,
        advisor: fields.optional_text("advisor")?,
        technician: fields.optional_text("technician")?,
    })
}

fn complaint(fields: &mut Fields<'_>, stamp: Stamp) -> Result<Complaint, FactError> {
    Ok(Complaint {
        stamp,
        order: fields.optional_text("order")?,
        customer: fields.optional_text("customer")?,
        segment: fields.optional_text("segment")?,
        valid: fields.yes_no("valid")?,
        category: fields.optional_text("category")?,
        severity: fields.optional_text("severity")?,
        advisor: fields.optional_text("advisor")?,
        technician: fields.optional_text("technician")?,
    })
}

fn issued(fields: &mut Fields<'_>, stamp: Stamp) -> Result<Issued, FactError> {
    Ok(Issued {
        stamp,
        scheme: fields.optional_text("scheme")?,
        version: version(fields)?,
        customer: fields.optional_text("customer")?,
        segment: fields.optional_text("segment")?,
    })
}

fn attempt(fields: &mut Fields<'_>, stamp: Stamp) -> Result<Attempt, FactError> {
    Ok(Attempt {
        stamp,
        issued: fields.optional_text("issued")?,
        outcome: fields.word("outcome")?,
        caller: fields.optional_text("caller")?,
    })
}

fn version(fields: &mut Fields<'_>) -> Result<Option<u32>, FactError> {
    let version = fields.whole("version", u64::from(u32::MAX))?;
    Ok(version.map(|version| u32::try_from(version).expect("the field was read with this limit")))
}

fn answers(fields: &mut Fields<'_>) -> Result<Answers, FactError> {
    let Some(mut items) = fields.object("answers", "answers.")? else {
        return Err(fields.missing("answers", Allowed::Object));
    };
    let mut answers = Answers::default();
    for (item, raw) in items.rest() {
        answers.push(&item, items.as_grade(&item, raw)?);
    }
    Ok(answers)
}

fn reasons(fields: &mut Fields<'_>) -> Result<Reasons, FactError> {
    let Some(mut items) = fields.object("reasons", "reasons.")? else {
        return Ok(Reasons::default());
    };
    let left = items.rest();
    let reason = |(item, raw): (Cow<'_, str>, &str)| {
        let code = items.as_text(&item, raw, Allowed::Text)?.into_owned();
        Ok((item.into_owned(), code))
    };
    left.map(reason).collect()
}
