/**
 * Idle time as the page sees it. Rust locks the desk by its own clock; the page says that somebody
 * is there, warns before, and is wiped once the time is over.
 */

export const IDLE_MS = 10 * 60_000;
export const WARN_MS = 9 * 60_000;
/** Somebody is there: said to Rust at most this often. */
const TELL_MS = 20_000;

export interface IdleDoor {
  /** Somebody is there. */
  stir(): void;
  /** Whether the time stands still: work runs, or a ceremony is open. */
  held(): boolean;
  /** So many seconds are left; 0 takes the warning back. */
  warn(seconds: number): void;
  /** The time is over. */
  over(): void;
  now(): number;
}

export class Idle {
  private last: number;
  private told = Number.NEGATIVE_INFINITY;
  private warned = false;

  constructor(private readonly door: IdleDoor) {
    this.last = door.now();
  }

  /** A key, the mouse: somebody is there. */
  touched(): void {
    const now = this.door.now();
    this.last = now;
    if (this.warned) this.door.warn(0);
    this.warned = false;
    if (now - this.told < TELL_MS) return;
    this.told = now;
    this.door.stir();
  }

  /** Looks at the clock; to be called every second. */
  tick(): void {
    if (this.door.held()) this.last = this.door.now();
    const gone = this.door.now() - this.last;
    if (gone >= IDLE_MS) {
      this.door.over();
    } else if (gone >= WARN_MS) {
      this.warned = true;
      this.door.warn(Math.ceil((IDLE_MS - gone) / 1000));
    }
  }
}
