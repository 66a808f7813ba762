import { describe, expect, it } from 'vitest';

import { PAGE, Pages } from '../src/parts/pages';

const settle = () => new Promise((done) => setTimeout(done, 0));

describe('pages of rows', () => {
  it('fetches a page once, when it comes into view', async () => {
    const asked: number[] = [];
    const pages = new Pages<number>(
      (offset, limit) => {
        asked.push(offset);
        return Promise.resolve({ total: 1000, rows: Array.from({ length: limit }, (_, i) => offset + i) });
      },
      () => undefined,
    );
    await pages.restart();
    expect(pages.total).toBe(1000);
    expect(pages.row(5)).toBe(5);
    expect(pages.row(PAGE)).toBeUndefined();
    pages.want(PAGE - 3, PAGE + 3);
    pages.want(PAGE - 3, PAGE + 3);
    await settle();
    expect(pages.row(PAGE + 1)).toBe(PAGE + 1);
    expect(asked).toEqual([0, PAGE]);
  });

  it('drops the answers of a former filter', async () => {
    const answers: ((rows: string[]) => void)[] = [];
    const pages = new Pages<string>(
      () => new Promise((done) => answers.push((rows) => done({ total: rows.length, rows }))),
      () => undefined,
    );
    const first = pages.restart();
    const second = pages.restart();
    answers[1]?.(['new']);
    await second;
    answers[0]?.(['old', 'older']);
    await first;
    expect(pages.total).toBe(1);
    expect(pages.row(0)).toBe('new');
  });

  it('keeps what went wrong, and asks again', async () => {
    let broken = true;
    const pages = new Pages<number>(
      () => (broken ? Promise.reject(new Error('x')) : Promise.resolve({ total: 1, rows: [7] })),
      () => undefined,
    );
    await pages.restart();
    expect(pages.failed).toBeInstanceOf(Error);
    broken = false;
    await pages.restart();
    expect(pages.failed).toBeNull();
    expect(pages.row(0)).toBe(7);
  });

  it('asks for no more than Rust gives', () => {
    expect(PAGE).toBeLessThanOrEqual(200);
  });
});
