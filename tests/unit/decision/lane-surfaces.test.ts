// What a lane says of its surfaces: what is taken, and each way in which it could never be shown.
import { describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseLane, type LaneFile } from '../../../harness/decision/index.ts';
import { LANE_YAML } from './lanes.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const read = (row: string): ReturnType<typeof parseLane> =>
  parseLane(`${LANE_YAML}  - { id: more, title: More, ${row} }\n`, 'a.lane.yaml');
const shipped = async (): Promise<LaneFile['surfaces']> => {
  const text = await readFile(path.join(ROOT, 'schema-spec/fix7-p0.lane.yaml'), 'utf8');
  return parseLane(text, 'fix7-p0.lane.yaml').lane?.surfaces ?? [];
};
// Assembled: the word itself stands in no file of the project.
const SEAL = ['LIVE', 'RUN', 'GRANTED'].join('_');

describe('a surface', () => {
  test.each([
    'basis: network',
    'basis: request',
    'basis: network, never: { variables: [PGHOST, PG*, "*_TOKEN", "*PASSWORD*", CI] }',
    'basis: network, never: { paths: [/root/.ssh, /tmp/.s.PGSQL.5432, "/srv/my keys", canon.py] }',
    'basis: secrets, never: { variables: ["*SECRET*"] }',
    'basis: files, files: [sql/canon.sql]',
    'basis: files, never: { paths: ["*canonicalizer*"] }',
  ])('is taken: %s', (row) => {
    expect(read(row).findings).toEqual([]);
  });

  test('names nothing where it says nothing', () => {
    expect(read('basis: request').lane?.surfaces.at(-1)).toEqual({
      id: 'more',
      title: 'More',
      basis: 'request',
      never: { variables: [], paths: [] },
      files: [],
    });
  });

  test.each([
    ['variables: ["*"]', 'is no name of a variable'],
    ['variables: ["*_*"]', 'is no name of a variable'],
    ['variables: [A]', 'is no name of a variable'],
    ['variables: ["P*G"]', 'is no name of a variable'],
    ['variables: [pghost]', 'is no name of a variable'],
    ['variables: [PGHOST=x]', 'is no name of a variable'],
    ['variables: [PATH]', 'fits a variable that every container has'],
    ['variables: ["*OME"]', 'fits a variable that every container has'],
    ['variables: [HOST*]', 'fits a variable that every container has'],
    [`variables: [${SEAL}]`, 'holds a word that reads as authority'],
    ['paths: [/]', 'is a place of which nothing could be shown'],
    ['paths: [/proc/kcore]', 'is a place of which nothing could be shown'],
    ['paths: [/sys]', 'is a place of which nothing could be shown'],
    ['paths: [/rehearsal/socket]', 'is a place of which nothing could be shown'],
    ['paths: [/root/]', 'is not in plain form'],
    ['paths: [/root//x]', 'is not in plain form'],
    ['paths: [/root/../etc]', 'is not in plain form'],
    ['paths: [../x.sql]', 'is not in plain form'],
    ['paths: ["/home/*/.ssh"]', 'no "*" in it'],
    ['paths: ["*"]', 'says no name'],
    ['paths: ["a\\nb"]', 'holds a character that no path here has'],
    [`paths: [/srv/${SEAL}]`, 'holds a word that reads as authority'],
    ['hosts: [db]', 'hosts'],
  ])('is refused with never: { %s }', (never, why) => {
    const { lane, findings } = read(`basis: network, never: { ${never} }`);
    expect(lane).toBeNull();
    expect(findings.map(({ code }) => code)).toContain('LANE_INVALID');
    expect(findings.map(({ what }) => what).join('\n')).toContain(why);
  });

  test.each([
    ['basis: secrets', 'says no variable'],
    ['basis: secrets, never: { paths: [/root] }', 'says no variable'],
    ['basis: files', 'names neither a file to watch nor'],
    ['basis: network, files: [a.sql]', 'is for rows whose basis is "files"'],
    ['basis: files, files: [/etc/hosts]', 'is no path of a file below the configuration'],
    ['basis: files, files: ["*.sql"]', 'is no path of a file below the configuration'],
    ['basis: hope', 'basis'],
  ])('is refused: %s', (row, why) => {
    const { lane, findings } = read(row);
    expect(lane).toBeNull();
    expect(findings.map(({ what }) => what).join('\n')).toContain(why);
  });

  test('is never told back with a word that reads as authority', () => {
    const { findings } = read(`basis: network, never: { variables: [${SEAL}] }`);
    expect(JSON.stringify(findings)).not.toContain(SEAL);
  });
});

describe('the surfaces of the lane that is shipped', () => {
  test('are the twelve that a rehearsal must answer for', async () => {
    expect((await shipped()).map(({ id, basis }) => `${id} ${basis}`)).toEqual([
      'production-pg network',
      'directus network',
      'system-issues network',
      'registry-rows network',
      'ci-deploy request',
      'secrets secrets',
      'real-run request',
      'qt001-apply request',
      'permit-activation-repoint-cutover request',
      'live-system network',
      'pinned-canonicalizer files',
      'canonical-registry-fold files',
    ]);
  });

  test('each say how it would be called if it were there', async () => {
    for (const { id, never } of await shipped()) {
      expect([id, never.variables.length > 0]).toEqual([id, true]);
    }
  });
});

test('docs/lane.md shows a surface with a file of its own that is taken', async () => {
  const docs = await readFile(path.join(ROOT, 'docs/lane.md'), 'utf8');
  const example = [...docs.matchAll(/```yaml\n([\s\S]*?)```/g)].at(-1)?.[1] ?? '';
  const lane = LANE_YAML.replace(/surfaces:[\s\S]*$/, example);
  const { findings, lane: read } = parseLane(lane, 'a.lane.yaml');
  expect(findings).toEqual([]);
  expect(read?.surfaces.map(({ files }) => files)).toEqual([['tools/canonicalizer.py']]);
});
