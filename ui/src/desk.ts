/** What every screen knows: who sits here, where we are, what was done last. */
import { reactive, readonly } from 'vue';

import type { DeskState, Failure, Level, Outcome, Overview, Screen, Session } from './wire';
import { CallFailed, call, whenLocked, working } from './wire';
import { clock } from './words';

interface Sitting {
  desk: DeskState | null;
  session: Session | null;
  overview: Overview | null;
  screen: Screen;
  /** The child on screen, and the list it was opened from. */
  child: string | null;
  search: string;
  /** How often the list was asked for; each time it takes the focus. */
  listAsked: number;
  /** Last thing that was done, for the bottom line. */
  said: string;
  saidAt: string;
  help: boolean;
  /** Why the desk is locked, for whoever comes back to it; empty where somebody locked it. */
  whyLocked: string;
  /** Seconds until the desk locks itself; 0 while there is time. */
  locksIn: number;
  /** What is done where nobody is signed in. */
  door: Door;
  /** Changing the own password. */
  ownPassword: boolean;
}

export type Door = 'sign-in' | 'founding' | 'restoring';

const sitting = reactive<Sitting>({
  desk: null,
  session: null,
  overview: null,
  screen: 'today',
  child: null,
  search: '',
  listAsked: 0,
  said: '',
  saidAt: '',
  help: false,
  whyLocked: '',
  locksIn: 0,
  door: 'sign-in',
  ownPassword: false,
});

export const here = readonly(sitting);

export function say(sentence: string): void {
  sitting.said = sentence;
  sitting.saidAt = clock(new Date());
}

export function go(screen: Screen): void {
  sitting.screen = screen;
  sitting.child = null;
}

export function openChild(receipt: string): void {
  sitting.screen = 'children';
  sitting.child = receipt;
}

export function closeChild(): void {
  sitting.child = null;
}

interface ChildFilter {
  level: Level | '';
  outcome: Outcome | '';
  route: string;
  school: string;
  changed: 'waits' | '';
}

const ALL_CHILDREN: ChildFilter = { level: '', outcome: '', route: '', school: '', changed: '' };

/** What the list of children is narrowed to; it stays while one goes elsewhere and comes back. */
export const childFilter = reactive<ChildFilter>({ ...ALL_CHILDREN });

/** Opens the list of children narrowed to just this. */
export function showChildren(filter: Partial<ChildFilter>): void {
  Object.assign(childFilter, ALL_CHILDREN, filter);
  searchFor('');
}

export function searchFor(text: string): void {
  sitting.search = text;
  sitting.listAsked += 1;
  go('children');
}

export function showHelp(shown: boolean): void {
  sitting.help = shown;
}

/** The sitting's purpose, stated once; every showing is recorded with it. */
export async function statePurpose(kind: string, words: string): Promise<void> {
  sitting.session = await call('state_purpose', { kind, words });
}

let drawing = false;

/** Which ceremony stands on the screen, and whether it is open: between freeze and close the desk does not lock itself. */
export async function attend(number: string | null, open: boolean): Promise<void> {
  drawing = number !== null && open;
  if (sitting.session) await call('attend', { number }).catch(() => undefined);
}

/** Whether idle time stands still. */
export function idleHeld(): boolean {
  return working() || drawing;
}

export function showOwnPassword(shown: boolean): void {
  sitting.ownPassword = shown;
}

export function toDoor(door: Door, why = ''): void {
  sitting.door = door;
  sitting.whyLocked = why;
}

export function warnOfLock(seconds: number): void {
  sitting.locksIn = seconds;
}

export async function look(): Promise<void> {
  sitting.desk = await call('desk_state', null);
}

export async function chooseDesk(): Promise<void> {
  sitting.desk = await call('choose_desk', null);
}

export async function signIn(name: string, password: string): Promise<void> {
  const session = await call('sign_in', { name, password });
  sitting.session = session;
  sitting.screen = session.screens[0] ?? 'journal';
  sitting.whyLocked = '';
  say(`${session.name} 已登录`);
}

/** Nothing of the sitting stays on the page. */
function wipe(): void {
  Object.assign(sitting, {
    session: null,
    overview: null,
    child: null,
    search: '',
    said: '',
    saidAt: '',
    help: false,
    ownPassword: false,
    locksIn: 0,
    door: 'sign-in',
  });
  drawing = false;
  Object.assign(childFilter, ALL_CHILDREN);
}

export async function lock(): Promise<void> {
  wipe();
  sitting.whyLocked = '';
  sitting.desk = await call('lock', null);
}

/** Whether someone is signed in: from the recovery sheet on, also in the wizard. */
export function atDesk(): boolean {
  return sitting.session !== null || (sitting.door === 'founding' && sitting.desk?.found === true);
}

/** Rust has locked the desk: the page forgets all and says why. */
function lockedOut(why: string): void {
  if (!atDesk()) return;
  const founding = sitting.session === null;
  wipe();
  sitting.whyLocked = founding ? `${why}建台还差几步：由系统管理员登录，“今日”会说明。` : why;
}

/** Rust's watch looks every few seconds, and every call counts as somebody being there. */
const AFTER_IDLE_MS = 10_000;

/** Nobody was there too long: the page is wiped at once. Rust locks by its own clock; should it have been kept from it, it is told. */
export function idleIsOver(): void {
  if (!atDesk()) return;
  lockedOut('已有 10 分钟无操作，工作台自动锁定；没有保存的输入已经丢弃。');
  window.setTimeout(() => void (sitting.session === null && sitting.door === 'sign-in' && call('lock', null).catch(() => undefined)), AFTER_IDLE_MS);
}

whenLocked((failure) => lockedOut(`${failure.message}${failure.hint}`));

/** Reads the season's counts again: after anything that changes them. */
export async function recount(): Promise<void> {
  if (sitting.session?.screens.includes('today')) sitting.overview = await call('overview', null);
}

/** What went wrong, for {@link Problem}. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallFailed) return error.failure;
  return { code: 'fault', message: '窗口内部出错。', hint: String(error), incident: null };
}
