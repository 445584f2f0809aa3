//! The promises that a shop gives at intake, as data (`config/promise.toml`): five come with the program, the shop may
//! change them and add its own (S1; E1).

use serde::{Deserialize, Serialize};

/// The promises that come with the program.
pub const SHIPPED: &str = include_str!("../../../config/promise.toml");

/// One promise that may be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pledge {
    /// Its id, such as `diagnosis`.
    pub id: String,
    /// The key that gives it.
    pub key: char,
    /// Its short name in Chinese.
    pub zh: String,
    /// Its short name in English.
    pub en: String,
    /// What is promised, in Chinese.
    pub text_zh: String,
    /// What is promised, in English.
    pub text_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    promise: Vec<Pledge>,
}

/// Reads the promises of a shop.
///
/// # Errors
/// What is wrong with the text, as a sentence that names the place.
pub fn parse(text: &str) -> Result<Vec<Pledge>, String> {
    let pledges = toml::from_str::<File>(text).map_err(|error| error.to_string())?.promise;
    for (at, pledge) in pledges.iter().enumerate() {
        let twice = pledges[..at].iter().any(|other| other.id == pledge.id || other.key == pledge.key);
        if twice || pledge.key == '*' || pledge.id.is_empty() {
            return Err(format!("the promise {} needs an id and a key of its own, other than *", pledge.id));
        }
    }
    Ok(pledges)
}

#[cfg(test)]
mod tests {
    use super::{SHIPPED, parse};

    #[test]
    fn five_promises_come_with_the_program_each_with_a_key() {
        assert_eq!(parse(SHIPPED).expect("good").len(), 5);
        assert!(parse(&SHIPPED.replace("key = \"d\"", "key = \"p\"")).is_err());
    }
}
