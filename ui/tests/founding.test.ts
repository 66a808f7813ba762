import { describe, expect, it } from 'vitest';

import { STANDS_FROM, STEPS, findOffices } from '../src/founding';
import type { OfficeChoice } from '../src/wire';

const office = (code: string, name: string, initials: string[], aliases: string[] = []): OfficeChoice => ({ code, name, initials, aliases });
const OFFICES = [
  office('110105', '朝阳区招考中心', ['zx', 'zkzx'], ['中心', '招考中心']),
  office('110105001', '建外街道', ['jw', 'jgmw'], ['建国门外']),
  office('110105007', '和平街街道', ['hpj', 'hp'], ['和平']),
  office('110105016', '双井街道', ['sj']),
  office('110105034', '三间房地区', ['sjf']),
];
const names = (typed: string) => findOffices(OFFICES, typed).map((one) => one.name);

describe('finding an office', () => {
  it('shows all before anything is typed', () => {
    expect(names('  ')).toHaveLength(OFFICES.length);
  });

  it('knows names, other names and endings', () => {
    expect(names('双井')).toEqual(['双井街道']);
    expect(names('双井街道办事处')).toEqual(['双井街道']);
    expect(names('建国门')).toEqual(['建外街道']);
    expect(names('和平街')[0]).toBe('和平街街道');
    expect(names('中心')).toEqual(['朝阳区招考中心']);
  });

  it('takes first letters, whole ones first', () => {
    expect(names('sj')).toEqual(['双井街道', '三间房地区']);
    expect(names('SJF')[0]).toBe('三间房地区');
    expect(names('jgm')).toEqual(['建外街道']);
  });

  it('takes codes', () => {
    expect(names('110105016')).toEqual(['双井街道']);
    expect(names('016')[0]).toBe('双井街道');
    expect(names('110105')[0]).toBe('朝阳区招考中心');
  });

  it('reads a code that is no office as a school', () => {
    const [school] = findOffices(OFFICES, 'a1052');
    expect(school).toMatchObject({ code: 'A1052', name: '学校（代码 A1052）' });
    expect(findOffices(OFFICES, '1101059')).toHaveLength(1);
    expect(names('没有这个')).toEqual([]);
  });
});

it('lets nobody go back behind a desk that stands', () => {
  const at = STEPS.findIndex((one) => one.step === STANDS_FROM);
  expect(STEPS[at - 1]?.step).toBe('sysadmin');
});
