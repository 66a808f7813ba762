/** An account about to be made, as it is typed. */

export interface NewAccount {
  name: string;
  password: string;
  again: string;
}

export function emptyAccount(): NewAccount {
  return { name: '', password: '', again: '' };
}

/** What keeps an account from being made, in a sentence; empty where nothing does. */
export function wantingOf(account: NewAccount, good: boolean): string {
  if (account.name.trim() === '') return '请输入账户名。';
  if (account.password === '') return '请输入密码。';
  if (!good) return '密码还不合规则。';
  if (account.again === '') return '请把密码再输入一遍。';
  return account.again === account.password ? '' : '两次输入的密码不一样。';
}
