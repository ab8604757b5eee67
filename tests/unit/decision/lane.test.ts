// The lane file: what is accepted, what is refused, and the one this project ships.
import { describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { loadLane, parseLane } from '../../../harness/decision/index.ts';
import { LANE_YAML } from './lanes.ts';

const SHIPPED = path.resolve(import.meta.dirname, '../../../schema-spec/fix7-p0.lane.yaml');
// Assembled: the word itself stands in no file of the project.
const SEAL = ['REAL', 'RUN', 'PASS'].join('_');

describe('a lane file', () => {
  test('is read with its options, blockers and surfaces', () => {
    const { lane, findings } = parseLane(LANE_YAML, 'a.lane.yaml');
    expect(findings).toEqual([]);
    expect(lane?.options.map(({ id }) => id)).toEqual(['HOLD_PRODUCTION', 'GO']);
  });

  test.each([
    ['a hostile statement, everywhere', 'code: HOSTILE_EVENT_TRIGGER'],
    ['a find in one place', 'code: DATA_LIVE_HOST, where: public.shops.homepage'],
  ])('may allow %s, with its reason', (_what, keys) => {
    const { lane, findings } = parseLane(
      `${LANE_YAML}allow: [{ ${keys}, reason: looked at by the owner }]\n`,
      'a.lane.yaml',
    );
    expect(findings).toEqual([]);
    expect(lane?.allow).toHaveLength(1);
  });

  test('is what docs/lane.md shows', async () => {
    const docs = await readFile(path.resolve(import.meta.dirname, '../../../docs/lane.md'), 'utf8');
    const example = /```yaml\n([\s\S]*?)```/.exec(docs)?.[1] ?? '';
    const { lane, findings } = parseLane(example, 'a.lane.yaml');
    expect(findings).toEqual([]);
    expect(lane?.status_prefix).toBe('SHOP_REHEARSAL_');
  });

  test('may allow what docs/dumps.md shows', async () => {
    const docs = await readFile(
      path.resolve(import.meta.dirname, '../../../docs/dumps.md'),
      'utf8',
    );
    const example = /```yaml\n([\s\S]*?)```/.exec(docs)?.[1] ?? '';
    const { lane, findings } = parseLane(`${LANE_YAML}${example}`, 'a.lane.yaml');
    expect(findings).toEqual([]);
    expect(lane?.allow.map(({ code }) => code)).toEqual([
      'HOSTILE_EVENT_TRIGGER',
      'DATA_LIVE_HOST',
    ]);
  });

  test.each([
    [
      'a code that no lane can lift',
      'code: ATTESTATION_OTHER_BYTES, reason: we know this dump',
      'no lane can lift',
    ],
    [
      'a find in any place',
      'code: DATA_PRIVATE_KEY, reason: looked at by the owner',
      'name it under "where"',
    ],
    ['no reason', 'code: HOSTILE_EVENT_TRIGGER', 'reason'],
    ['a word for a reason', 'code: HOSTILE_EVENT_TRIGGER, reason: fine', 'is no reason'],
    ['a code that is none', 'code: HOSTILE_WORLD, reason: looked at by the owner', 'code'],
  ])('may not allow with %s', (_what, keys, why) => {
    const { lane, findings } = parseLane(`${LANE_YAML}allow: [{ ${keys} }]\n`, 'a.lane.yaml');
    expect(lane).toBeNull();
    expect(findings.map(({ what }) => what).join('\n')).toContain(why);
  });

  test.each([
    ['an unknown key', LANE_YAML.replace('lane: team-a', 'lane: team-a\nextra: 1')],
    [
      'another default',
      LANE_YAML.replace('default: true, ', '').replace(
        'id: GO, title: Go,',
        'id: GO, title: Go, default: true,',
      ),
    ],
    ['no default', LANE_YAML.replace('default: true, ', '')],
    ['two defaults', LANE_YAML.replace('id: GO, title: Go,', 'id: GO, title: Go, default: true,')],
    [
      'an option that stands twice',
      LANE_YAML.replace('id: GO, title', 'id: HOLD_PRODUCTION, title'),
    ],
    ['a blocker that stands twice', LANE_YAML.replace('id: B-OWNER', 'id: B-PROOF')],
    ['a blocker that blocks no option', LANE_YAML.replace('blocks: [GO]', 'blocks: [GOO]')],
    [
      'a blocker that blocks the default',
      LANE_YAML.replace('blocks: [GO]', 'blocks: [HOLD_PRODUCTION]'),
    ],
    ['a closed blocker', LANE_YAML.replace('status: OPEN', 'status: CLOSED')],
    ['evidence of no known name', LANE_YAML.replace('[gate-selftest]', '[trust-me]')],
    ['a file no packet holds', LANE_YAML.replace('[clone-rollback-evidence.json]', '[other.json]')],
    ['an empty list of evidence', LANE_YAML.replace('[gate-selftest]', '[]')],
    ['a status in its prefix', LANE_YAML.replace('TEAM_A_', 'TEAM_ROLLBACK_READY_')],
    ['a prefix that makes another status', LANE_YAML.replace('TEAM_A_', 'TEAM_ROLLBACK_')],
    ['a prefix in small letters', LANE_YAML.replace('TEAM_A_', 'team_a_')],
    ['a seal in a text', LANE_YAML.replace('Nothing is done.', SEAL)],
    ['a seal as an option', LANE_YAML.replaceAll('GO', SEAL)],
    ['a seal in a surface', LANE_YAML.replace('Live system', SEAL)],
    [
      'an alias',
      LANE_YAML.replace('title: Team A', 'title: &a Team A').replace(
        'statement: A rehearsal is no authority.',
        'statement: *a',
      ),
    ],
    ['a key that stands twice', `${LANE_YAML}version: 1\n`],
    ['broken YAML', 'version: [1'],
    ['an empty file', ''],
    ['a list', '- 1'],
  ])('is refused with %s', (_why, text) => {
    expect(text).not.toBe(LANE_YAML);
    const { lane, findings } = parseLane(text, 'a.lane.yaml');
    expect(lane).toBeNull();
    expect(findings.length).toBeGreaterThan(0);
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['LANE_INVALID']));
    expect(JSON.stringify(findings)).not.toContain(SEAL);
  });

  test('names the key that was meant', () => {
    const { findings } = parseLane(LANE_YAML.replace(/^title:/m, 'titel:'), 'a.lane.yaml');
    expect(findings.map(({ what }) => what)).toContain(
      '"titel": unknown key "titel"; did you mean "title"?',
    );
  });

  test('names the place of a bad key', () => {
    const { findings } = parseLane(
      LANE_YAML.replace('status: OPEN', 'status: CLOSED'),
      'a.lane.yaml',
    );
    const line = LANE_YAML.split('\n').findIndex((text) => text.includes('status: OPEN')) + 1;
    const column = (LANE_YAML.split('\n')[line - 1] ?? '').indexOf('status: OPEN') + 1;
    expect(findings[0]?.where).toBe(`a.lane.yaml:${line}:${column}`);
    expect(findings[0]?.what).toMatch(
      /^"blockers\.\d+\.status": unknown value "CLOSED"; known are /,
    );
  });

  test('that cannot be read, or is too large, is refused', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'lane-'));
    try {
      const large = path.join(folder, 'large.lane.yaml');
      await writeFile(large, '#'.repeat(5 * 1024 * 1024));
      expect((await loadLane(large)).findings[0]?.code).toBe('LANE_INVALID');
      expect((await loadLane(path.join(folder, 'none'))).findings[0]?.code).toBe(
        'CONFIG_UNREADABLE',
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the lane file of this project', () => {
  test('holds every option, blocker and surface that was asked for', async () => {
    const { lane, findings } = await loadLane(SHIPPED);
    expect(findings).toEqual([]);
    expect(lane?.status_prefix).toBe('FIX7_P0_PRODUCTION_SHAPED_CLONE_REHEARSAL_');
    expect(lane?.options.map(({ id }) => id)).toEqual([
      'HOLD_PRODUCTION',
      'AUTHORIZE_PRODUCTION_DRYRUN_ONLY',
      'AUTHORIZE_PRODUCTION_REALRUN_PRECHECK_ONLY',
      'AUTHORIZE_PRODUCTION_EXECUTION',
    ]);
    expect(lane?.blockers.map(({ id }) => id)).toEqual([
      'FIX7-P0-DRYRUN-PROD-ROLLBACK-1',
      'FIX7-P0-PROD-CI-SCOPE-1',
      'FIX7-P0-PROD-BIRTH-SURFACE-1',
      'FIX7-P0-PROD-OPT4-1',
      'FIX7-P0-PLAN-REALRUN-1',
      'FIX7-P0-PLAN-SEPARATE-AUTH-1',
      'FIX7-P0-OPERATOR-INPUT-1',
    ]);
    expect(lane?.surfaces).toHaveLength(12);
  });

  test('keeps execution behind every blocker', async () => {
    const { lane } = await loadLane(SHIPPED);
    for (const { blocks } of lane?.blockers ?? []) {
      expect(blocks).toContain('AUTHORIZE_PRODUCTION_EXECUTION');
    }
  });
});
