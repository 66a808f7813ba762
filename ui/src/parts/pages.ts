/** Rows of a long list, fetched by pages when they come into view. */

export interface Page<T> {
  readonly total: number;
  readonly rows: readonly T[];
}

export type Fetch<T> = (offset: number, limit: number) => Promise<Page<T>>;

/** Rust gives at most 200 rows at once. */
export const PAGE = 100;

export class Pages<T> {
  total = 0;
  failed: unknown = null;
  private readonly pages = new Map<number, readonly T[]>();
  private readonly asked = new Set<number>();
  private generation = 0;

  constructor(
    private readonly fetch: Fetch<T>,
    private readonly changed: () => void,
  ) {}

  row(index: number): T | undefined {
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Forgets everything and reads the first page. */
  async restart(): Promise<void> {
    this.generation += 1;
    this.pages.clear();
    this.asked.clear();
    this.failed = null;
    await this.ask(0);
  }

  /** Makes sure that these rows are here or on their way. */
  want(first: number, last: number): void {
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) {
      if (page * PAGE < this.total && !this.asked.has(page)) void this.ask(page);
    }
  }

  private async ask(page: number): Promise<void> {
    const generation = this.generation;
    this.asked.add(page);
    try {
      const answer = await this.fetch(page * PAGE, PAGE);
      if (generation !== this.generation) return;
      this.pages.set(page, answer.rows);
      this.total = answer.total;
    } catch (error) {
      if (generation !== this.generation) return;
      this.asked.delete(page);
      this.failed = error;
      if (page === 0) this.total = 0;
    }
    this.changed();
  }
}

/** Rows that are all here already, as pages. */
export function local<T>(rows: () => readonly T[]): Fetch<T> {
  return (offset, limit) => Promise.resolve({ total: rows().length, rows: rows().slice(offset, offset + limit) });
}
