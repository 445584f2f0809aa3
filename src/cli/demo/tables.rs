//! The demo shop's data tables, as they stand in `config/demo`.

use crate::desk::DeskError;
use crate::domain::complaint::raise::{Category, Severity};
use crate::domain::menu::Menu;
use crate::domain::order::fault::Process;
use crate::domain::order::kept::Remedy;
use crate::domain::staff::role::Role;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

const PEOPLE: &str = include_str!("../../../config/demo/people.toml");
const CARS: &str = include_str!("../../../config/demo/cars.toml");
const JOBS: &str = include_str!("../../../config/demo/jobs.toml");
const VOICES: &str = include_str!("../../../config/demo/voices.toml");
const SERVICE: &str = include_str!("../../../config/demo/service.toml");
const BOARD: &str = include_str!("../../../config/demo/board.toml");

/// Everything that the demo shop is made of.
pub struct Tables {
    /// Staff and names.
    pub people: People,
    /// Cars and plates.
    pub cars: Cars,
    /// The work.
    pub jobs: Vec<Job>,
    /// What the work says and costs: the menu that comes with the program.
    pub menu: Menu,
    /// What people say.
    pub voices: Voices,
    /// What stands beside the repair.
    pub service: Service,
    /// Today's cars.
    pub board: Vec<BoardCar>,
}

/// Staff and names.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// The shop's name.
    pub shop: String,
    /// Whoever opens the demo.
    pub you: String,
    /// The first technician.
    pub technician: String,
    /// The first inspector.
    pub inspector: String,
    /// Everyone else.
    pub staff: Vec<Person>,
    /// Family names, one character each.
    pub family: String,
    /// Given names, with blanks between.
    pub given: String,
    /// Customers with several cars.
    pub fleets: Vec<String>,
}

/// A member of staff.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// What they do.
    pub role: Role,
}

/// Cars, plates, and what lies in them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cars {
    /// Models.
    pub car: Vec<Model>,
    /// The first two characters of plates.
    pub places: Vec<String>,
    /// Things in the car.
    pub belongings: Vec<String>,
}

/// A model of car.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Make and model.
    pub model: String,
    /// The maker, as a VIN begins.
    pub wmi: String,
    /// What it burns.
    pub power: Power,
    /// How many there are.
    pub weight: usize,
}

/// What a car runs on, or a job is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Power {
    /// Petrol.
    Fuel,
    /// A battery.
    Electric,
    /// Either.
    Any,
}

impl Power {
    /// True if a job for `self` can be done on a car with `power`.
    pub fn fits(self, power: Self) -> bool {
        self == Self::Any || power == Self::Any || self == power
    }
}

/// A job of the menu, and the words around it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// The code.
    pub code: String,
    /// Which cars it is for.
    pub power: Power,
    /// Sold without a diagnosis, as the menu says.
    #[serde(skip)]
    pub menu: bool,
    /// Labour in minutes, as the menu says.
    #[serde(skip)]
    pub minutes: u32,
    /// How often.
    pub weight: usize,
    /// Codes of jobs that are often added.
    pub with: Vec<String>,
    /// What the customer says.
    pub says: Vec<String>,
    /// What is found.
    #[serde(default)]
    pub found: String,
    /// Why it is so.
    #[serde(default)]
    pub cause: String,
    /// What to do.
    #[serde(default)]
    pub plan: String,
}

/// What people say and write.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voices {
    /// Why an order was cancelled.
    pub cancelled: Vec<String>,
    /// Why a line was declined or put off.
    pub declined: Vec<String>,
    /// What to watch after the repair.
    pub cautions: Vec<String>,
    /// Why a check failed.
    pub rework: Vec<String>,
    /// Why no road test was needed.
    pub no_road: Vec<String>,
    /// Why work was interrupted.
    pub stop_a: Vec<String>,
    /// Which answer was waited for.
    pub stop_b: Vec<String>,
    /// Which part was waited for.
    pub stop_c: Vec<String>,
    /// What a customer says who comes back.
    pub comeback: Vec<String>,
    /// Praise.
    pub praise: Vec<String>,
    /// Suggestions.
    pub suggestion: Vec<String>,
    /// The reason code for a low answer to an item.
    pub reason: BTreeMap<String, String>,
    /// Complaints.
    pub complaint: Vec<Grief>,
    /// How complaints end.
    pub closing: Closing,
}

/// A kind of complaint.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grief {
    /// What it is about.
    pub category: Category,
    /// How grave.
    pub severity: Severity,
    /// How often.
    pub weight: usize,
    /// The customer's words.
    pub words: Vec<String>,
    /// The clear answer.
    pub answer: Vec<String>,
    /// What was done.
    pub done: Vec<String>,
}

/// How complaints end.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// With a yes.
    pub satisfied: Vec<String>,
    /// With a no.
    pub unsatisfied: Vec<String>,
}

/// What stands beside the repair.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// What the inspection with the customer finds.
    pub joint: Vec<Flaw>,
    /// What the technical inspection finds.
    pub inspection: Vec<Flaw>,
    /// Special requirements.
    pub requirement: Vec<Wish>,
    /// What customers ask for.
    pub request: Vec<Asking>,
    /// Why a claim is refused.
    pub refused: Vec<String>,
    /// Online requests that nobody decided on yet.
    pub online: Vec<WebForm>,
    /// The shop's own faults.
    pub fault: Vec<Wrong>,
}

/// Something that is not good on a car.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flaw {
    /// The item of the checklist.
    pub item: String,
    /// The note beside it.
    pub note: String,
    /// Bad; else only to be watched.
    #[serde(default)]
    pub bad: bool,
}

/// A special requirement.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// The words.
    pub text: String,
    /// Who has to do it.
    pub department: String,
    /// What they say to it.
    pub remark: String,
}

/// A request on a visit.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    /// The words.
    pub words: String,
    /// The answer.
    pub answer: String,
}

/// A request over the web form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebForm {
    /// Minutes before the end.
    pub ago: i64,
    /// The words.
    pub says: String,
    /// When they would like to come.
    pub wished: String,
    /// Who asks, if no customer.
    #[serde(default)]
    pub name: Option<String>,
    /// A customer asks.
    #[serde(default)]
    pub known: bool,
}

/// A fault of the shop behind a complaint.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wrong {
    /// What the complaint is about.
    pub about: Category,
    /// Where it went wrong.
    pub process: Process,
    /// What went wrong.
    pub wrong: String,
    /// What the customer was given.
    pub remedy: Remedy,
    /// What that cost, in yuan.
    pub cost: i64,
}

/// A car on today's board.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoardCar {
    /// When it came, in percent of the part of the day that is over.
    pub came: i64,
    /// Its promise, in minutes from now.
    pub promise: i64,
    /// The last thing that happened to it.
    pub until: Until,
    /// Codes of its jobs.
    pub jobs: Vec<String>,
    /// The customer waits.
    #[serde(default)]
    pub waiting: bool,
    /// What there is to it besides.
    #[serde(default)]
    pub also: Vec<Also>,
}

/// What one of today's cars has besides its repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Also {
    /// Answers to when the fault shows.
    Symptoms,
    /// The inspection with the customer.
    Joint,
    /// The technical inspection.
    Inspection,
    /// The estimate was shown before its last line came.
    Shown,
    /// A contract, signed.
    Contract,
    /// The first line is paid by the warranty.
    Warranty,
    /// The customer was told of a new time.
    Told,
    /// A new time is proposed.
    Proposed,
    /// The customer asks for something.
    Request,
    /// The customer knows that the car is ready.
    Ready,
    /// The part that work stands still for has come, and the customer does not know yet.
    PartHere,
    /// A part is ordered as the customer leaves, who comes back for it.
    PartOrdered,
    /// A special requirement of the customer.
    Requirement,
    /// Two files of the customer became one.
    Merged,
    /// The car comes back because its repair did not hold.
    Comeback,
    /// Its last visit put something off.
    PutOff,
}

/// How far a car on today's board has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Until {
    /// Taken in.
    Received,
    /// Looked at, the cause not found.
    Looked,
    /// The cause found.
    Found,
    /// Quoted.
    Quoted,
    /// Agreed to, not begun.
    Agreed,
    /// In work.
    Started,
    /// Stopped, waiting for an answer.
    Answer,
    /// Stopped, waiting for parts.
    Parts,
    /// Finished.
    Finished,
    /// Checked.
    Checked,
    /// Handed over.
    Handed,
}

#[derive(Deserialize)]
struct JobFile {
    job: Vec<Job>,
}

#[derive(Deserialize)]
struct BoardFile {
    car: Vec<BoardCar>,
}

impl Tables {
    /// Reads the tables that are compiled in.
    ///
    /// # Errors
    /// A table that does not read, named.
    pub fn read() -> Result<Self, DeskError> {
        let menu = Menu::built_in();
        Ok(Self {
            people: read("people.toml", PEOPLE)?,
            cars: read("cars.toml", CARS)?,
            jobs: jobs(&menu)?,
            menu,
            voices: read("voices.toml", VOICES)?,
            service: read("service.toml", SERVICE)?,
            board: read::<BoardFile>("board.toml", BOARD)?.car,
        })
    }

    /// The place of the job with this code; the first one if there is none.
    pub fn job(&self, code: &str) -> usize {
        self.jobs.iter().position(|job| job.code == code).unwrap_or_default()
    }
}

/// The demo's jobs; each must stand on the menu.
fn jobs(menu: &Menu) -> Result<Vec<Job>, DeskError> {
    let mut jobs = read::<JobFile>("jobs.toml", JOBS)?.job;
    for job in &mut jobs {
        let unknown = || DeskError::BadConfig { file: "jobs.toml".into(), why: format!("no job {}", job.code) };
        let canned = menu.job(&job.code).ok_or_else(unknown)?;
        (job.menu, job.minutes) = (canned.menu, canned.minutes);
    }
    Ok(jobs)
}

fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, DeskError> {
    toml::from_str(text).map_err(|error| DeskError::BadConfig { file: file.into(), why: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::Tables;

    #[test]
    fn every_job_that_is_named_exists() {
        let tables = Tables::read().expect("the tables read");
        let codes: Vec<&str> = tables.jobs.iter().map(|job| job.code.as_str()).collect();
        let named = tables.jobs.iter().flat_map(|job| &job.with).chain(tables.board.iter().flat_map(|car| &car.jobs));
        for code in named {
            assert!(codes.contains(&code.as_str()), "no job {code}");
        }
        assert!(tables.jobs.iter().all(|job| job.menu || !job.cause.is_empty()), "a diagnosed job has a cause");
    }
}
