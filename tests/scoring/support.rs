//! Facts as the tests write them: short, and in points where the procedures speak of points.

use shopdesk::scoring::{Book, Request, Scheme, Totals, scheme};

/// The scheme whose worked examples the fixtures hold.
pub fn engine_10() -> Scheme {
    shipped("engine-10.toml")
}

pub fn visit() -> Scheme {
    shipped("visit.toml")
}

pub fn shipped(file: &str) -> Scheme {
    let (file, text) = scheme::SHIPPED.iter().find(|(name, _)| *name == file).expect("the scheme is shipped");
    Scheme::parse(file, text).expect("a shipped scheme is right")
}

/// A form in points, ten of them; a blank where none are given.
pub fn response(scheme: &Scheme, id: &str, points: &[Option<u64>], more: &str) -> String {
    let answers: Vec<String> =
        scheme.items.iter().zip(points).map(|(item, points)| answer(scheme, &item.id, *points)).collect();
    let (name, answers) = (&scheme.id, answers.join(","));
    format!(
        r#"{{"fact":"response","id":"{id}","at":"2026-03-02T10:00:00+08:00","scheme":"{name}","answers":{{{answers}}}{more}}}"#
    )
}

fn answer(scheme: &Scheme, item: &str, points: Option<u64>) -> String {
    let key = |points: u64| {
        let worth = shopdesk::scoring::number::whole(points);
        scheme.grades.iter().find(|grade| grade.points == worth).expect("the points are those of a grade").key
    };
    let key = points.map_or("null".to_owned(), |points| key(points).to_string());
    format!(r#""{item}":{key}"#)
}

/// The points of a fixture's form: numbers, and "-" for a blank.
pub fn points(form: &toml::Value) -> Vec<Option<u64>> {
    let points = form.as_array().expect("a form is a list of points");
    points.iter().map(|points| points.as_integer().map(|points| points.unsigned_abs())).collect()
}

pub fn book<L: AsRef<str>>(lines: impl IntoIterator<Item = L>) -> Book {
    Book::read("test", lines).expect("the facts are right")
}

pub fn with_totals(json: &str) -> Request {
    Request { totals: Some(Totals::parse(json).expect("the totals are right")), ..Request::default() }
}

/// A delivery that states everything.
pub fn delivery(id: &str, at: &str, on_time: bool, more: &str) -> String {
    format!(
        r#"{{"fact":"delivery","id":"{id}","at":"{at}","on_time":{on_time},"comeback":false,"line_down":false,"billed":1000,"premium":0{more}}}"#
    )
}
