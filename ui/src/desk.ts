/** What every screen knows: who sits here, where we are, what was done last. */
import { reactive, readonly } from 'vue';

import type { DeskState, Failure, Level, Outcome, Overview, Screen, Session } from './wire';
import { CallFailed, call } from './wire';
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
  /** Why data are shown in full, asked once a sitting; every showing is recorded with it. */
  purpose: string;
  /** Between freeze and close on screen the desk does not lock itself. */
  ceremonyOpen: boolean;
}

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
  purpose: '',
  ceremonyOpen: false,
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

export function keepPurpose(purpose: string): void {
  sitting.purpose = purpose;
}

export function holdOpen(open: boolean): void {
  sitting.ceremonyOpen = open;
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
  Object.assign(childFilter, ALL_CHILDREN);
  sitting.child = null;
  sitting.search = '';
  say(`${session.name} 已登录`);
}

export async function lock(): Promise<void> {
  sitting.session = null;
  sitting.overview = null;
  sitting.child = null;
  sitting.said = '';
  sitting.purpose = '';
  sitting.desk = await call('lock', null);
}

/** Reads the season's counts again: after anything that changes them. */
export async function recount(): Promise<void> {
  if (sitting.session?.screens.includes('today')) sitting.overview = await call('overview', null);
}

/** What went wrong, for {@link Problem}; a call answered 已锁定 leads back to the sign-in. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallFailed) return error.failure;
  return { code: 'fault', message: '窗口内部出错。', hint: String(error), incident: null };
}
