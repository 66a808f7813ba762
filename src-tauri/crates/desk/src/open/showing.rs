//! Showing a child in full: the purpose of a sitting, and an entry for every child shown.

use super::{Desk, DeskError};
use crate::access::{Act, StatedPurpose};
use crate::store::{Ask, Mark, StoreError};

impl Desk {
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
