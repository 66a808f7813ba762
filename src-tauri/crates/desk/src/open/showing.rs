//! Whom a person sees, and showing a child in full: the purpose of a sitting, and an entry for every
//! child shown.

use super::{Desk, DeskError};
use crate::access::{Act, StatedPurpose};
use crate::store::{Ask, Mark, StoreError, meta};
use ruxue_rules::{Case, Fact, Office};

impl Desk {
    /// The street that the person signed in is bound to, by its short name: a street office's
    /// people, at the desk of another office, see their own street's children. `None` for all others.
    ///
    /// # Errors
    /// What the disk says.
    pub fn own_street(&self) -> Result<Option<&'static str>, DeskError> {
        let own = Office::find(&self.session.office);
        let desk = meta::get(self.reader(), "office")?;
        let elsewhere = desk.as_deref() != Some(self.session.office.as_str());
        Ok(own.filter(|_| elsewhere).map(|office| office.name))
    }

    /// States why children are looked at in full from here on; asked once a sitting. It ends with
    /// the sitting, or when another person takes it over.
    ///
    /// # Errors
    /// Where the person signed in may not see a child in full.
    pub fn state_purpose(&mut self, purpose: StatedPurpose) -> Result<(), DeskError> {
        self.require(Act::ShowChild)?;
        self.purpose = Some(purpose);
        Ok(())
    }

    /// The purpose that was stated in this sitting.
    pub fn purpose(&self) -> Option<&StatedPurpose> {
        self.purpose.as_ref()
    }

    /// Enters in the journal that a child is shown in full, and why. Whoever shows one asks first.
    ///
    /// # Errors
    /// [`DeskError::Purpose`] where none was stated; where the person signed in may not.
    pub fn show_in_full(&mut self, receipt: &str) -> Result<(), DeskError> {
        self.require(Act::ShowChild)?;
        let purpose = self.purpose.clone().ok_or(DeskError::Purpose)?;
        let ask = Ask::to(Act::ShowChild).because(purpose.as_str());
        self.transact::<_, StoreError>(ask, |_| Ok(((), Mark::on("child", receipt))))?;
        Ok(())
    }
}

/// Whether a child lives or has its hukou in a street ([`Desk::own_street`]); where none is given,
/// any child does.
pub fn is_of_street(case: &Case, street: Option<&str>) -> bool {
    street.is_none()
        || [Fact::HomeStreet, Fact::HukouStreet]
            .iter()
            .any(|fact| case.get(*fact) == street)
}
