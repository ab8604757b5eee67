// Which names a surface means: of variables, of files, and of what the host's shell holds.
import { describe, expect, test } from '@jest/globals';
import { fitsFile, fitsVariable, variablesNamed } from '../../../harness/evidence/index.ts';
import { ROWS } from './surface-packets.ts';
import { processorMsOf } from '../../processor.ts';

describe('the host\u2019s own variables', () => {
  test('are told by name where a surface names them, and whether the container has them', () => {
    const names = ['LIVE_URL', 'PATH', 'GITHUB_TOKEN', 'PGHOST', 'pghost', 'EDITOR'];
    expect(variablesNamed(ROWS, names, ['PATH', 'PGHOST'])).toEqual([
      { name: 'GITHUB_TOKEN', surfaces: ['secrets'], in_container: false },
      { name: 'LIVE_URL', surfaces: ['pg'], in_container: false },
      { name: 'PGHOST', surfaces: ['pg'], in_container: true },
      { name: 'pghost', surfaces: ['pg'], in_container: false },
    ]);
    expect(variablesNamed(ROWS, ['PGHOST'], null)).toEqual([
      { name: 'PGHOST', surfaces: ['pg'], in_container: null },
    ]);
    expect(variablesNamed(ROWS, ['EDITOR', 'PATH'], [])).toEqual([]);
  });
});

describe('a name', () => {
  test.each([
    ['PGHOST', 'PGHOST', true],
    ['PGHOST', 'PGHOSTADDR', false],
    ['PGHOST', 'MY_PGHOST', false],
    ['PGHOST*', 'PGHOSTADDR', true],
    ['*_TOKEN', 'CI_TOKEN', true],
    ['*_TOKEN', 'CI_TOKENS', false],
    ['*TOKEN*', 'MY_TOKENS', true],
    ['*TOKEN*', 'TOKE', false],
    ['AB*BA', 'ABBA', true],
    ['AB*BA', 'ABA', false],
  ])('is one that the pattern %s means, or not: %s', (pattern, name, isMeant) => {
    expect(fitsVariable(pattern, name)).toBe(isMeant);
  });

  test.each([
    ['canon.py', 'canon.py', true],
    ['canon.py', 'tools/Canon.py', true],
    ['tools', 'tools/canon.py', true],
    ['tools/canon.py', 'a/tools/canon.py', true],
    ['canon.py', 'canon.pyc', false],
    ['canon.py', 'my-canon.py', false],
    ['ools/canon.py', 'tools/canon.py', false],
    ['*canon*', 'a/my-canonicalizer.py', true],
    ['aba*aba', 'abaXaba', true],
    ['aba*aba', 'ababa', false],
    ['canon.py', 'canonXpy', false],
  ])('of a file is one that the pattern %s means, or not: %s', (pattern, name, isMeant) => {
    expect(fitsFile(pattern, name)).toBe(isMeant);
  });

  test('is compared quickly, however odd the pattern of a packet of somebody else', () => {
    let fits = true;
    const tookMs = processorMsOf(() => {
      fits = fitsFile('a*'.repeat(5000), `${'a'.repeat(4999)}b`);
    });
    expect(fits).toBe(false);
    expect(tookMs).toBeLessThan(1000);
  });
});
