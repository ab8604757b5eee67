// A part of a table is looked at as the table is, whatever the part is called.
import { describe, expect, test } from '@jest/globals';
import { Partitions } from '../../../harness/scan/partitions.ts';
import { scanData } from '../../../harness/scan/index.ts';
import { copyRows, eachOf, part, rowsOf } from './given.ts';

function learned(...definitions: readonly string[]): Partitions {
  const partitions = new Partitions();
  for (const each of definitions) {
    // In pieces of every size.
    const bytes = Buffer.from(each);
    for (let at = 0; at < bytes.length; at += 1000) partitions.push(bytes.subarray(at, at + 1000));
    partitions.end();
  }
  return partitions;
}

const COLUMNS = `    ${'a_rather_long_name_of_a_column character varying(255),\n'.repeat(900)}    id integer`;

describe('the roots of a table', () => {
  test.each([
    [
      'as pg_dump attaches them',
      'ALTER TABLE ONLY public.directus_users ATTACH PARTITION public.p FOR VALUES IN (1);\n',
    ],
    [
      'with quotes and line ends',
      '\n\nALTER TABLE ONLY public."directus_users"\n ATTACH PARTITION public."p" DEFAULT;',
    ],
    ['in lower case, without a schema', 'alter table directus_users attach partition p default'],
    [
      'as older servers made them',
      'CREATE TABLE public.p PARTITION OF public.directus_users DEFAULT;',
    ],
    [
      'that a table inherits from',
      'CREATE TABLE public.p (\n    id integer\n)\nINHERITS (public.other, public.directus_users);',
    ],
    [
      'that a wide table inherits from',
      `CREATE UNLOGGED TABLE public.p (\n${COLUMNS}\n)\nINHERITS (public.directus_users);`,
    ],
  ])('%s', (_what, definition) => {
    expect(learned(definition).namesOf('public', 'p')).toContain('directus_users');
    expect(learned(definition).namesOf('public', 'q')).toEqual(['q']);
  });

  test('are found over several steps, and in a circle', () => {
    const attach = (root: string, each: string): string =>
      `ALTER TABLE ONLY public.${root} ATTACH PARTITION public."${each}" DEFAULT;`;
    const partitions = learned(attach('a', 'b'), attach('b', 'C "c"'.replaceAll('"', '""')));
    expect(partitions.namesOf('public', 'C "c"')).toEqual(['C "c"', 'b', 'a']);
    expect(learned(attach('a', 'b'), attach('b', 'a')).namesOf('public', 'a')).toEqual(['a', 'b']);
    expect(partitions.namesOf('other', 'b')).toEqual(['b']);
  });
});

test('a part of a table of Directus may hold no credential either', async () => {
  const attach = 'ALTER TABLE ONLY public.directus_users ATTACH PARTITION public.part_x DEFAULT;';
  const rows = copyRows([['1', 'plainword']]);
  const scan = async (definition: string): Promise<string[]> => {
    const { hits } = await scanData({
      parts: eachOf([
        part({ kind: 'definition', name: 'TABLE ATTACH part_x' }, Buffer.from(definition)),
        part(rowsOf(['id', 'token'], 'part_x'), rows),
      ]),
      allowedHosts: [],
      budgetBytes: 1e6,
      rowBytes: 1e6,
    });
    return hits.map(({ code, where }) => `${code} ${where}`);
  };
  expect(await scan(attach)).toEqual(['DATA_DIRECTUS_CREDENTIAL public.part_x.token']);
  expect(await scan(attach.replace('directus_users', 'people'))).toEqual([]);
});
