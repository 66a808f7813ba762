//! Making, opening and signing in at a desk.

mod error;
mod folder;
mod found;
mod leave;
mod people;
mod showing;

pub use error::DeskError;
pub(crate) use folder::{FOLDERS, keep_to_owner, make_folders, network, refuse_network, synced};
pub use found::{NewDesk, Purpose};
pub use leave::Leave;
pub use people::Account;
pub use showing::is_of_street;

use crate::access::{Act, Role, Session, StatedPurpose, permit};
use crate::backup::{self, Pins};
use crate::clock::Clock;
use crate::pack::InForce;
use crate::store::keys::{DeskKey, KeyError, Keys, derived_key};
use crate::store::{Ask, Mark, Reader, Store, StoreError, Tx, audit, person};
use chrono::NaiveDate;
use ruxue_rules::Pack;
use std::path::Path;
use zeroize::Zeroizing;

/// An open desk with someone signed in.
pub struct Desk {
    store: Store,
    keys: Keys,
    key: DeskKey,
    session: Session,
    clock: Clock,
    policy: InForce,
    pins: Pins,
    purpose: Option<StatedPurpose>,
}

impl Desk {
    /// Seats a person at an open database.
    fn seat(
        store: Store,
        keys: Keys,
        key: DeskKey,
        session: Session,
        clock: Clock,
    ) -> Result<Desk, DeskError> {
        let policy = InForce::read(store.reader())?;
        Ok(Desk {
            store,
            keys,
            key,
            session,
            clock,
            policy,
            pins: Pins::Each,
            purpose: None,
        })
    }

    /// Opens a desk and signs a person in; the sign-in is entered in the journal.
    ///
    /// # Errors
    /// A wrong password, a locked account, another process at the desk, a damaged file, a set day
    /// on a desk that is no demonstration.
    pub fn open(
        dir: &Path,
        name: &str,
        password: &str,
        today: Option<NaiveDate>,
    ) -> Result<Desk, DeskError> {
        let demo = Keys::load(dir)?.demo;
        let clock = match today {
            Some(_) if !demo => {
                return Err(DeskError::Invalid(
                    "只有演示工作台可以设定日期（--today）。".into(),
                ));
            }
            Some(day) => Clock::set_to(day),
            None => Clock::machine(),
        };
        let (keys, key, failures) = try_password(dir, name, password)?;
        let found = Store::find(dir, name, &key)?;
        let kept = backup::before_migration(&found, dir, &key, &clock)?;
        let store = found.take()?;
        // keys.json is an open file; the journal's first entry is not.
        if audit::genesis(store.reader())?.is_none_or(|(_, genesis)| genesis.demo != keys.demo) {
            return Err(KeyError::Damaged("演示标记与建台记录不符").into());
        }
        store.put_forward(&clock);
        let session = known_person(&store, name)?;
        let mut desk = Desk::seat(store, keys, key, session, clock)?;
        let by = desk.own_session(Role::Sysadmin);
        let (store, clock, key) = (&mut desk.store, &desk.clock, &desk.key);
        backup::enter_migrations(store, &by, clock, key, kept)?;
        desk.note_sign_in(failures)?;
        desk.forget_failures(name, failures)?;
        Ok(desk)
    }

    /// Signs another person in at the open desk.
    ///
    /// # Errors
    /// A wrong password or a locked account; then nobody else is signed in than before.
    pub fn switch_to(&mut self, name: &str, password: &str) -> Result<(), DeskError> {
        let (session, failures) = self.recognise(name, password)?;
        self.session = session;
        self.purpose = None;
        self.note_sign_in(failures)?;
        self.forget_failures(name, failures)
    }

    /// Checks a second person's password, for acts that need four eyes.
    ///
    /// # Errors
    /// A wrong password, the same person twice, or a role that may not.
    pub fn second(&mut self, name: &str, password: &str, act: Act) -> Result<Session, DeskError> {
        if name == self.session.name {
            return Err(DeskError::Invalid(
                "此事须两人办理：第二人不能与操作员是同一人。请另一位同事输入账户与密码。".into(),
            ));
        }
        let (session, failures) = self.recognise(name, password)?;
        let refused = permit(&session, act).is_err();
        if refused || failures > 0 {
            // The door enters the refusal and gives it back.
            let ask = Ask::to(if refused { act } else { Act::SignIn });
            let result = format!("ok after {failures} failures");
            self.store
                .transact::<(), StoreError>(&session, &self.clock, ask, |_| {
                    Ok(((), Mark::on("person", name).result(result)))
                })?;
        }
        self.forget_failures(name, failures)?;
        Ok(session)
    }

    fn recognise(&mut self, name: &str, password: &str) -> Result<(Session, u32), DeskError> {
        let (keys, _, failures) = try_password(self.store.dir(), name, password)?;
        self.keys = keys;
        let session = known_person(&self.store, name)?;
        Ok((session, failures))
    }

    /// Failures are counted until they stand in the journal.
    fn forget_failures(&mut self, name: &str, failures: u32) -> Result<(), DeskError> {
        if failures > 0 {
            let _held = Keys::hold(self.store.dir())?;
            self.keys = Keys::load(self.store.dir())?;
            self.keys.clear_failures(name);
            self.keys.save(self.store.dir())?;
        }
        Ok(())
    }

    fn note_sign_in(&mut self, failures: u32) -> Result<(), DeskError> {
        let name = self.session.name.clone();
        if self.session.roles.is_empty() {
            return Err(DeskError::Invalid(format!(
                "账户「{name}」还没有角色，不能办理业务。请安全管理员授予角色（ruxue user role）。"
            )));
        }
        self.transact::<_, StoreError>(Ask::to(Act::SignIn), |_| {
            let result = if failures == 0 {
                "ok".into()
            } else {
                format!("ok after {failures} failures")
            };
            Ok(((), Mark::on("person", name.as_str()).result(result)))
        })?;
        Ok(())
    }

    /// The write door, for the person signed in.
    ///
    /// # Errors
    /// As [`Store::transact`].
    pub fn transact<T, E: From<StoreError> + std::error::Error + 'static>(
        &mut self,
        ask: Ask,
        work: impl FnOnce(&Tx<'_>) -> Result<(T, Mark), E>,
    ) -> Result<T, E> {
        self.store.transact(&self.session, &self.clock, ask, work)
    }

    /// Which automatic backups this sitting makes.
    pub(crate) fn pins(&self) -> Pins {
        self.pins
    }

    /// Chooses which automatic backups this sitting makes.
    pub(crate) fn set_pins(&mut self, pins: Pins) {
        self.pins = pins;
    }

    /// The door itself and the time, for entries in another name than that of who is signed in.
    pub(crate) fn store_and_clock(&mut self) -> (&mut Store, &Clock) {
        (&mut self.store, &self.clock)
    }

    /// Writes derived rows (verdicts) on behalf of whoever looks at them, under the desk's own name.
    ///
    /// # Errors
    /// As [`Store::transact`].
    pub(crate) fn derive<T, E: From<StoreError> + std::error::Error + 'static>(
        &mut self,
        ask: Ask,
        work: impl FnOnce(&Tx<'_>) -> Result<(T, Mark), E>,
    ) -> Result<T, E> {
        let desk = self.own_session(Role::Centre);
        self.store.transact(&desk, &self.clock, ask, work)
    }

    /// The desk itself as who acts, in a role.
    pub(crate) fn own_session(&self, role: Role) -> Session {
        Session {
            name: "desk".into(),
            office: self.session.office.clone(),
            school: None,
            roles: vec![role],
        }
    }

    /// Refuses unless the person signed in may do `act`. For reading; writes ask at the door.
    ///
    /// # Errors
    /// [`crate::access::Refused`]; the refusal is entered in the journal.
    pub fn require(&mut self, act: Act) -> Result<(), DeskError> {
        if permit(&self.session, act).is_ok() {
            return Ok(());
        }
        // The door enters the refusal and gives it back.
        self.transact::<(), StoreError>(Ask::to(act), |_| Ok(((), Mark::on("desk", ""))))?;
        Ok(())
    }

    /// Refuses unless the person signed in may do one of `acts`; the refusal is of the first.
    ///
    /// # Errors
    /// As [`Desk::require`].
    pub fn require_any(&mut self, acts: &[Act]) -> Result<(), DeskError> {
        let may = |act: &&Act| permit(&self.session, **act).is_ok();
        match acts.iter().find(may).or(acts.first()) {
            Some(act) => self.require(*act),
            None => Ok(()),
        }
    }

    /// Refuses where the clock is behind the journal: before draws, prints and decisions.
    ///
    /// # Errors
    /// [`StoreError::ClockBehind`].
    pub fn require_clock(&self) -> Result<(), DeskError> {
        Ok(self.store.require_clock(&self.clock)?)
    }

    /// Verifies the journal's chain, keeping the hashes of the entries named.
    ///
    /// # Errors
    /// What the disk says.
    pub fn verify_journal(&mut self, anchors: &[i64]) -> Result<audit::Verified, DeskError> {
        self.require(Act::VerifyJournal)?;
        Ok(audit::verify(self.store.reader(), anchors)?)
    }

    /// Who is signed in.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The policy pack in force, with the switches set for the season.
    pub fn pack(&self) -> &Pack {
        &self.policy.pack
    }

    /// What verdicts rest on of the policy: the pack's digest, then `;switch=value` for each value
    /// that was set at this desk.
    pub fn policy_state(&self) -> String {
        let mut state = self.policy.pack.digest().to_owned();
        for one in &self.policy.settings {
            let kind = one.kind.as_deref().unwrap_or_default();
            state += &format!(";{}{kind}={}", one.name, one.value);
        }
        state
    }

    /// The name it goes by.
    pub fn policy_name(&self) -> &str {
        &self.policy.name
    }

    /// The policy in force: pack, origin, who brought it, who set which switch.
    pub fn policy(&self) -> &InForce {
        &self.policy
    }

    /// Reads the policy again after it has changed.
    pub(crate) fn renew_policy(&mut self) -> Result<(), DeskError> {
        self.policy = InForce::read(self.store.reader())?;
        Ok(())
    }

    /// The desk's time.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Sets a demonstration desk's day.
    ///
    /// # Errors
    /// On a desk for real work.
    pub fn set_today(&mut self, day: NaiveDate) -> Result<(), DeskError> {
        if !self.keys.demo {
            return Err(DeskError::Invalid(
                "只有演示工作台可以设定日期（--today）。".into(),
            ));
        }
        self.clock = Clock::set_to(day);
        self.store.put_forward(&self.clock);
        Ok(())
    }

    /// Whether this is a demonstration desk: every paper says so.
    pub fn is_demo(&self) -> bool {
        self.keys.demo
    }

    /// The desk's folder.
    pub fn dir(&self) -> &Path {
        self.store.dir()
    }

    /// Reading access to the tables.
    pub fn reader(&self) -> Reader<'_> {
        self.store.reader()
    }

    /// The store, for its journal head and epoch.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// A key of this desk for a purpose, never the database key itself.
    pub fn derived_key(&self, purpose: &str) -> Zeroizing<Vec<u8>> {
        derived_key(&self.key, purpose)
    }

    /// The database key, to open a copy of the database with.
    pub(crate) fn key(&self) -> &DeskKey {
        &self.key
    }
}

/// Whether the folder holds a demonstration desk; `None` where it holds none.
pub fn demonstration(dir: &Path) -> Option<bool> {
    Keys::load(dir).ok().map(|keys| keys.demo)
}

/// Who has this name here. A slot of a stopped account, left by a power failure or brought back
/// with an old `keys.json`, lets nobody in and goes.
fn known_person(store: &Store, name: &str) -> Result<Session, StoreError> {
    if person::stopped(store.reader(), name)?.is_some() {
        let _held = Keys::hold(store.dir())?;
        let mut keys = Keys::load(store.dir())?;
        keys.remove(name);
        keys.save(store.dir())?;
        return Err(KeyError::Stopped(name.into()).into());
    }
    Ok(person::find(store.reader(), name)?.ok_or(KeyError::Wrong)?)
}

/// Tries a password: the keys as they stand, the desk's key, and the failures before. A failure is
/// counted on the disk before anyone hears of it.
fn try_password(
    dir: &Path,
    name: &str,
    password: &str,
) -> Result<(Keys, DeskKey, u32), StoreError> {
    let _held = Keys::hold(dir)?;
    let mut keys = Keys::load(dir)?;
    let failures = keys.failures(name);
    match keys.open(name, password, chrono::Utc::now()) {
        Ok(key) => Ok((keys, key, failures)),
        Err(error) => {
            keys.save(dir)?;
            Err(error)
        }
    }
}
