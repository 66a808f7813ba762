//! Who may do what: people, roles, and the one question every call asks.

mod act;
mod purpose;
mod roles;

pub use act::Act;
pub use purpose::{PurposeError, PurposeKind, StatedPurpose};
pub use roles::{Role, Session};

/// Says no, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}（{roles}）不能{what}。此事由{who}办理。")]
pub struct Refused {
    /// Who asked.
    pub name: String,
    /// The roles that person holds, in Chinese.
    pub roles: String,
    /// The act, in Chinese.
    pub what: &'static str,
    /// The roles that may, in Chinese.
    pub who: String,
}

/// The role under which `session` may do `act`.
///
/// # Errors
/// [`Refused`] where none of the person's roles may.
pub fn permit(session: &Session, act: Act) -> Result<Role, Refused> {
    let allowed = act.roles();
    if let Some(role) = session
        .roles
        .iter()
        .copied()
        .find(|role| allowed.contains(role))
    {
        return Ok(role);
    }
    let join = |roles: &[Role]| {
        roles
            .iter()
            .map(|role| role.chinese())
            .collect::<Vec<_>>()
            .join("、")
    };
    Err(Refused {
        name: session.name.clone(),
        roles: if session.roles.is_empty() {
            "尚无角色".into()
        } else {
            join(&session.roles)
        },
        what: act.chinese(),
        who: join(allowed),
    })
}
