/** The words and shapes of codes that many screens show. */
import type { AccountState, BackupPlace, CeremonyState, Occasion, Outcome, Screen, SlotKind, Standing, WindowState } from './wire';

export interface Mark {
  readonly shape: string;
  readonly word: string;
  readonly tone: 'good' | 'warn' | 'bad' | 'person' | 'plain';
}

/** Status is never colour alone: a shape and a word stand with it. */
export const OUTCOMES: Record<Outcome, Mark> = {
  eligible: { shape: '●', word: '符合', tone: 'good' },
  supplement: { shape: '◐', word: '待补正', tone: 'warn' },
  refer: { shape: '◇', word: '人工核定', tone: 'person' },
  ineligible: { shape: '✕', word: '不符合', tone: 'bad' },
};

export const UNCHECKED: Mark = { shape: '○', word: '未核验', tone: 'plain' };

export const STANDINGS: Record<Standing, Mark> = {
  met: { shape: '✓', word: '满足', tone: 'good' },
  'not-met': { shape: '✗', word: '不满足', tone: 'bad' },
  unknown: { shape: '?', word: '缺材料', tone: 'warn' },
  person: { shape: '◇', word: '由人核定', tone: 'person' },
};

export const CEREMONIES: Record<CeremonyState, Mark> = {
  frozen: { shape: '◐', word: '已封存，待读数', tone: 'warn' },
  seeded: { shape: '◇', word: '种子已定，待完成', tone: 'person' },
  completed: { shape: '●', word: '已完成', tone: 'good' },
  aborted: { shape: '✕', word: '已中止', tone: 'bad' },
};

export const WINDOWS: Record<WindowState, Mark> = {
  ahead: { shape: '○', word: '未到', tone: 'plain' },
  open: { shape: '◐', word: '进行中', tone: 'good' },
  past: { shape: '●', word: '已过', tone: 'plain' },
};

export const ACCOUNTS: Record<AccountState, Mark> = {
  open: { shape: '●', word: '可用', tone: 'good' },
  locked: { shape: '◐', word: '已锁定', tone: 'warn' },
  stopped: { shape: '✕', word: '已停用', tone: 'plain' },
};

export const BACKUP_PLACES: Record<BackupPlace, Mark> = {
  second: { shape: '●', word: '另一介质', tone: 'good' },
  away: { shape: '○', word: '介质不在', tone: 'plain' },
  'same-disk': { shape: '◐', word: '同一块磁盘', tone: 'warn' },
  own: { shape: '◐', word: '工作台内', tone: 'warn' },
};

export const SLOTS: Record<SlotKind, string> = { sealed: '密封数', dice: '现场掷骰', public: '公开数' };

export const OCCASIONS: Record<Occasion, string> = { formal: '正式', rehearsal: '演练' };

export const SCREENS: Record<Screen, string> = {
  today: '今日',
  children: '孩子',
  lookup: '查学校',
  import: '导入',
  draws: '派位',
  papers: '打印',
  policy: '政策',
  people: '账户',
  safekeeping: '备份',
  journal: '日志',
};

/** A half of the recovery code. */
export const HALF_DIGITS = 32;

/** 38112 → 38,112 */
export function count(n: number): string {
  return n.toLocaleString('en-US');
}

/** Digits in groups of five, as they are read out. */
export function groups(digits: string): string {
  return digits.replace(/(.{5})(?=.)/g, '$1 ');
}

/** The digits of what was typed: full-width ones made ASCII, blanks dropped. */
export function digitsOf(typed: string): string {
  return typed
    .replace(/[\uff10-\uff19]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\s+/g, '');
}

/** Whether a half of the recovery code stands there in full. */
export function isWholeHalf(typed: string): boolean {
  return digitsOf(typed).length === HALF_DIGITS;
}

/** How many digits of a fingerprint stand there, without what groups them on paper. */
export function fingerprintDigits(typed: string): number {
  return typed.replace(/[\s:·—-]/g, '').length;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** 2026-11-24T10:42:07 → 2026-11-24 10:42 */
export function minute(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** 2026-11-24T10:42:07 → 10:42:07 */
export function clock(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
}

/** What a digit key chooses of a short list: 1 the first. Digits of the number block and full-width ones count, too. */
export function purposeKey<T>(list: readonly T[], key: string): T | undefined {
  const digit = digitsOf(key);
  return /^[1-9]$/.test(digit) ? list[Number(digit) - 1] : undefined;
}
