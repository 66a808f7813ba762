//! The eight roles (spec/records.md, "Keys and people").

macro_rules! roles {
    ($($variant:ident $code:literal $chinese:literal;)*) => {
        /// What a person is at a desk.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role { $(#[doc = $chinese] $variant,)* }

        impl Role {
            /// All roles, in the order of the specification.
            pub const ALL: &'static [Role] = &[$(Role::$variant,)*];

            /// The code of the command line: `clerk`.
            pub fn code(self) -> &'static str {
                match self { $(Role::$variant => $code,)* }
            }

            /// The office's word: 收件员.
            pub fn chinese(self) -> &'static str {
                match self { $(Role::$variant => $chinese,)* }
            }

            /// The role with this code.
            pub fn from_code(code: &str) -> Option<Role> {
                match code { $($code => Some(Role::$variant),)* _ => None }
            }
        }
    };
}

roles! {
    Clerk "clerk" "收件员";
    Reviewer "reviewer" "初审员";
    Lead "lead" "复核员";
    Centre "centre" "区招考中心";
    Principal "principal" "校长";
    Auditor "auditor" "审计员";
    Sysadmin "sysadmin" "系统管理员";
    Secadmin "secadmin" "安全管理员";
}

/// A signed-in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The account's name.
    pub name: String,
    /// Code of the office.
    pub office: String,
    /// Code of the school, for people of one school.
    pub school: Option<String>,
    /// What the person is.
    pub roles: Vec<Role>,
}

impl Session {
    /// Whether the person holds `role`.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}
