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
    of(Fields::read(line, "")?)
}

fn of(mut fields: Fields<'_>) -> Result<Fact, FactError> {
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
    let left = items.rest();
    let mut answers = Answers::with_room_for(left.len());
    for (item, raw) in left {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LINES: &[&str] = &[
        r#"{"fact":"response","id":"V1","at":"2026-03-02T10:00:00+08:00","scheme":"visit","version":1,"customer":"C1","mode":"phone","answers":{"price":5,"parts":null,"on-time":0},"reasons":{"price":"dear"},"alike":false,"opinion":"praise","advisor":"li","shop":"main","seq":18}"#,
        r#"{ "fact" : "delivery", "id": "R1", "at": "2026-02-28T17:20:00.5Z", "on_time": true, "billed": 120000, "premium": 0, "segment": "大客户" }"#,
        r#"{"fact":"complaint","id":"K1","at":"2026-03-02T23:59:59-05:30","valid":null,"category":"quality","void":true}"#,
        r#"{"fact":"issued","id":"V\u0031","at":"2026-03-02t10:00:00z","version":4294967295}"#,
        r#"{"fact":"attempt","id":"A1","at":"2026-03-02T10:00:00Z","issued":"V1","outcome":"no-answer","caller":"wu"}"#,
    ];
    const PUT_IN: &[&str] = &[
        "",
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "\\",
        "\\n",
        " ",
        "\t",
        "\n",
        "0",
        "1",
        "9",
        ".5",
        "-",
        "+",
        "e3",
        "null",
        "true",
        "\"id\":",
        "\"id\":\"V1\",",
        "\"price\":4,",
        "{}",
        "{\"a\":{\"b\":1}}",
        "\u{1}",
        "\u{7f}",
        "é",
        "客",
        "x",
    ];

    /// A line with something put in or left out here and there.
    fn mutated() -> impl Strategy<Value = String> {
        let change = (any::<prop::sample::Index>(), 0..3_usize, prop::sample::select(PUT_IN));
        (prop::sample::select(LINES), prop::collection::vec(change, 0..4)).prop_map(|(line, changes)| {
            let mut signs: Vec<String> = line.chars().map(String::from).collect();
            for (at, left_out, put_in) in changes {
                let at = at.index(signs.len());
                let end = (at + left_out).min(signs.len());
                signs.splice(at..end, [put_in.to_owned()]);
            }
            signs.concat()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn a_line_is_read_alike_however_it_is_split(line in mutated()) {
            let generally = Fields::of_any(&line, "").and_then(Fields::once_each).and_then(of);
            prop_assert_eq!(fact(&line), generally, "{}", line);
        }
    }

    #[test]
    fn what_programs_write_is_split_plainly_and_escapes_are_not() {
        let is_plain: Vec<bool> = LINES.iter().map(|line| Fields::plain(line, "").is_some()).collect();
        assert_eq!(is_plain, [true, true, true, false, true]);
        assert!(LINES.iter().all(|line| fact(line).is_ok()));
    }
}
