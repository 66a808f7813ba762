/** 首次建台: what was chosen so far, and finding an office by what is typed. */
import type { NewAccount } from './account';
import { emptyAccount } from './account';
import type { OfficeChoice, Picked } from './wire';

export type Step = 'folder' | 'office' | 'policy' | 'sysadmin' | 'recovery' | 'secadmin';

export const STEPS: readonly { readonly step: Step; readonly title: string }[] = [
  { step: 'folder', title: '文件夹' },
  { step: 'office', title: '单位' },
  { step: 'policy', title: '政策包' },
  { step: 'sysadmin', title: '系统管理员' },
  { step: 'recovery', title: '恢复单' },
  { step: 'secadmin', title: '安全管理员' },
];

/** From here on the desk stands: nothing before it can be changed by going back. */
export const STANDS_FROM: Step = 'recovery';

export interface Draft {
  office: OfficeChoice | null;
  officeTyped: string;
  /** A bundled pack's name; empty for a signed file. */
  pack: string;
  packFile: Picked | null;
  keyFile: Picked | null;
  fingerprint: string;
  sysadmin: NewAccount;
  secadmin: NewAccount;
  first: string;
  second: string;
}

export function emptyDraft(): Draft {
  return {
    office: null,
    officeTyped: '',
    pack: '',
    packFile: null,
    keyFile: null,
    fingerprint: '',
    sysadmin: emptyAccount(),
    secadmin: emptyAccount(),
    first: '',
    second: '',
  };
}

/** Forms that a school's code may have; offices are found by theirs before. */
const SCHOOL_CODE = /^[0-9A-Z]{2,20}$/;
const ENDINGS = /(街道办事处|地区办事处|乡人民政府|办事处|街道办|街道|地区|乡)$/;

/**
 * The offices that fit what is typed: a name or its beginning, the first letters as they are
 * spoken, a code or its last three digits. What fits whole comes first. A code that is no office's
 * is a school's.
 */
export function findOffices(offices: readonly OfficeChoice[], typed: string): OfficeChoice[] {
  const text = typed.trim();
  if (text === '') return [...offices];
  const lower = text.toLowerCase();
  const short = text.replace(ENDINGS, '') || text;
  const rank = (office: OfficeChoice): number => {
    const names = [office.name.replace(ENDINGS, ''), ...office.aliases];
    if (office.name === text || names.includes(text) || names.includes(short) || office.code === text) return 0;
    if (office.initials.includes(lower) || (text.length === 3 && office.code.endsWith(text))) return 1;
    if (names.some((name) => name.startsWith(short))) return 2;
    if (office.initials.some((initials) => initials.startsWith(lower))) return 3;
    if (office.name.includes(text) || names.some((name) => name.includes(short)) || (/^\d+$/.test(text) && office.code.startsWith(text))) return 4;
    return 9;
  };
  const found = offices
    .map((office) => ({ office, rank: rank(office) }))
    .filter((one) => one.rank < 9)
    .sort((a, b) => a.rank - b.rank)
    .map((one) => one.office);
  const code = text.toUpperCase();
  if (SCHOOL_CODE.test(code) && /\d/.test(code) && !found.some((office) => office.code === code)) {
    const school: OfficeChoice = { code, name: `学校（代码 ${code}）`, aliases: [], initials: [] };
    return found.length === 0 || !code.startsWith('110105') ? [...found, school] : found;
  }
  return found;
}
