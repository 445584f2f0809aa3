//! The command line: every subcommand and option, with an example each.

use crate::domain::Stamp;
use crate::text::Lang;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// The front desk of a car repair shop, in a terminal.
#[derive(Debug, Parser)]
#[command(
    name = "shopdesk",
    version,
    about = "The front desk of a car repair shop, in a terminal",
    long_about = "The front desk of a car repair shop, in a terminal.\n\nWithout a command it opens the desk: it connects \
                  to the server of the data folder, or starts one.",
    after_help = "Examples:\n  shopdesk --demo                 look around in a shop with a year of visits\n  \
                  shopdesk                        open your own desk\n  shopdesk --lang en status       how the shop \
                  stands"
)]
pub struct Cli {
    /// What all commands share.
    #[command(flatten)]
    pub globals: Globals,
    /// What to do; nothing opens the desk.
    #[command(subcommand)]
    pub command: Option<Sub>,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub struct Globals {
    /// The data folder [default: SHOPDESK_DATA, or else the folder shopdesk among the user's data]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The language
    #[arg(long, global = true, value_name = "LANG", value_parser = PossibleValuesParser::new(["en", "zh"]).try_map(lang))]
    pub lang: Option<Lang>,
    /// Use a demo shop; with --data, fill that empty folder and keep it
    #[arg(long, global = true)]
    pub demo: bool,
    /// Let the clock stand still
    #[arg(long, global = true, hide = true, value_name = "TIME", value_parser = time)]
    pub now: Option<Stamp>,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Sub {
    /// Run the server in the foreground, until Ctrl+C
    #[command(after_help = "Example:\n  shopdesk --data /srv/shop serve")]
    Serve {
        /// A client started it
        #[arg(long, hide = true)]
        background: bool,
    },
    /// Do what a file says: one command a line in, one answer a line out
    #[command(after_help = "Exit status 1 if any line was refused.\n\nExamples:\n  \
                            echo '{\"do\":\"open_order\",\"with\":{\"plate\":\"沪A12345\",\"says\":\"刹车异响\",\
                            \"name\":\"王建国\",\"phone\":\"13800132211\"}}' | shopdesk apply\n  \
                            shopdesk apply --schema | jq '.oneOf[].properties.do.const'")]
    Apply(Apply),
    /// Print the facts of the shop, one a line
    #[command(after_help = "Example:\n  shopdesk feed --since 800 --follow | shopdesk score --scheme visit -")]
    Feed {
        /// Only facts after this journal line
        #[arg(long, value_name = "SEQ", default_value_t = 0)]
        since: u64,
        /// Go on with what comes, until Ctrl+C
        #[arg(long)]
        follow: bool,
    },
    /// Check the journal from its first line on; may run beside a server
    #[command(after_help = "Exit status 1 if the journal is damaged.\n\nExample:\n  shopdesk verify --json")]
    Verify {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Throw the index away and make it again from the journal
    #[command(after_help = "Example:\n  shopdesk rebuild")]
    Rebuild {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Add people and list them
    #[command(after_help = "Example:\n  shopdesk staff add li --name 李敏 --role advisor --role caller --uid 1001")]
    Staff {
        /// Add or list.
        #[command(subcommand)]
        what: StaffDo,
    },
    /// Say how the shop stands
    #[command(after_help = "Example:\n  shopdesk status --json | jq .open_orders")]
    Status {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Work out satisfaction scores
    #[command(after_help = "Examples:\n  shopdesk score --scheme visit --from 2026-11-01 --by advisor\n  \
                            shopdesk score --scheme engine-10 --facts totals.json facts.jsonl\n  \
                            shopdesk score --scheme visit --explain total --format text")]
    Score(Score),
}

/// What `apply` takes.
#[derive(Debug, Args)]
pub struct Apply {
    /// The file; - or nothing for standard input
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Print the JSON Schema of every command instead
    #[arg(long)]
    pub schema: bool,
}

/// What `staff` does.
#[derive(Debug, Subcommand)]
pub enum StaffDo {
    /// Add a person
    #[command(after_help = "Roles: advisor, caller, technician, supervisor, parts, inspector, quality, manager,\n\
                            management-representative, director, admin\n\nExample:\n  \
                            shopdesk staff add wang --name 王强 --role technician\n  \
                            shopdesk staff add lin --name 林悦 --role caller --key lin.pub")]
    Add {
        /// Lower-case letters, digits and hyphens, at most 16
        id: String,
        /// The name
        #[arg(long)]
        name: String,
        /// What they do; may be given several times
        #[arg(long = "role", required = true, value_name = "ROLE")]
        roles: Vec<String>,
        /// The user number of the operating system that is theirs
        #[arg(long, value_name = "N")]
        uid: Option<u32>,
        /// Their public key, to log in over SSH: a file such as id_ed25519.pub
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
    /// Change a person: what is not named stays
    #[command(after_help = "Roles given replace those that the person has; a key is added to theirs.\n\nExamples:\n  \
                            shopdesk staff change wang --role technician --role inspector\n  \
                            shopdesk staff change lin --key laptop.pub\n  shopdesk staff change lin --back")]
    #[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
    Change {
        /// Who
        id: String,
        /// Another name
        #[arg(long, group = "what")]
        name: Option<String>,
        /// What they do from now on; may be given several times
        #[arg(long = "role", value_name = "ROLE", group = "what")]
        roles: Vec<String>,
        /// The user number of the operating system that is theirs
        #[arg(long, value_name = "N", group = "what")]
        uid: Option<u32>,
        /// One more public key of theirs, to log in over SSH
        #[arg(long, value_name = "FILE", group = "what")]
        key: Option<PathBuf>,
        /// They work here again
        #[arg(long, group = "what")]
        back: bool,
    },
    /// Note that a person has left: their screens lock, their keys log in no more
    #[command(after_help = "What they did stays on record. Whoever comes back: shopdesk staff change ID --back\n\n\
                            Example:\n  shopdesk staff leave lin")]
    Leave {
        /// Who
        id: String,
    },
    /// Set the PIN by which a person takes over a terminal, or take it away
    #[command(after_help = "The PIN, 4 to 8 digits, is read from the terminal, which does not show it, or from \
                            standard input.\n\nExamples:\n  shopdesk staff pin li\n  shopdesk staff pin li --clear")]
    Pin {
        /// Whose
        id: String,
        /// Take it away
        #[arg(long)]
        clear: bool,
    },
    /// Take a key away; nobody logs in with it again
    #[command(after_help = "Example:\n  shopdesk staff drop-key wang SHA256:6Jx")]
    DropKey {
        /// Whose
        id: String,
        /// Its fingerprint, as `staff list` shows it, or the first letters
        fingerprint: String,
    },
    /// List everyone who works here, or did
    #[command(after_help = "Example:\n  shopdesk staff list --json")]
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// What `score` takes.
#[derive(Debug, Args)]
pub struct Score {
    /// The scheme: its id, an older version as ID@VERSION, or its file
    #[arg(long, value_name = "ID")]
    pub scheme: String,
    /// The first day
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// The last day
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Scores for each group too: advisor, technician, caller, month, segment, mode, stage, shop, item
    #[arg(long, value_name = "GROUP")]
    pub by: Option<String>,
    /// Counts that replace all deliveries and complaints, as JSON
    #[arg(long, value_name = "TOTALS.json")]
    pub facts: Option<PathBuf>,
    /// Leave out the forms and what they fire
    #[arg(long, conflicts_with = "forms")]
    pub no_forms: bool,
    /// List the forms however many there are
    #[arg(long)]
    pub forms: bool,
    /// Say how a number is made: total, external, internal, rate, part:ID, component:ID, item:ID, form:ID
    #[arg(long, value_name = "WHAT")]
    pub explain: Option<String>,
    /// Say what may be concluded: change, signals, causes, drivers, what is missing, how far to trust the answers
    #[arg(long, conflicts_with = "explain")]
    pub study: bool,
    /// json or text [default: text on a terminal, else json]
    #[arg(long, value_name = "FORMAT", value_parser = ["json", "text"])]
    pub format: Option<String>,
    /// Files of facts, - for standard input; none for the shop's own
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

fn lang(text: String) -> Result<Lang, String> {
    Lang::parse(&text).ok_or(text)
}

fn time(text: &str) -> Result<Stamp, String> {
    Stamp::parse(text).ok_or_else(|| "a time such as 2026-11-23T14:32:00+08:00".to_string())
}
