// A new scenario is read as it is written, and the configuration gains one line and loses no byte.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { scenarioCommand } from '../../../harness/commands/scenario.io.ts';
import { Problem } from '../../../harness/kernel/index.ts';
import { SCENARIO_KINDS, type ScenarioKind } from '../../../harness/scenario/file-contract.ts';
import { newScenario, scenarioName } from '../../../harness/scenario/reading/new-scenario.ts';
import { withScenarioEntry } from '../../../harness/scenario/reading/new-scenario-entry.ts';
import { folders, type Folders } from './load-folders.ts';
import { keepingDoor } from '../commands/doors.ts';
import { ANSWERS } from '../../../harness/commands/answers.ts';

const DEFINE = path.resolve(import.meta.dirname, '../../../harness/scenario/define.ts');

describe('the files of a new scenario', () => {
  let here: Folders;
  beforeEach(async () => {
    here = await folders();
  });
  afterEach(async () => {
    await here[Symbol.asyncDispose]();
  });

  async function made(name: string, kind: ScenarioKind, isCode: boolean): Promise<string[]> {
    const definePath = isCode ? path.relative(path.join(here.root, name), DEFINE) : null;
    const files = newScenario({ name, kind, definePath });
    await here.write(name, Object.fromEntries(files.map((file) => [file.name, file.text])));
    const { planned, findings } = await here.load([name]);
    expect(findings).toEqual([]);
    expect(planned[0]?.steps[0]).toMatchObject({ id: name, kind, methods: null });
    return files.map((file) => file.name);
  }

  test.each(SCENARIO_KINDS)('are read without a finding: %s', async (kind) => {
    const hasRevert = kind === 'revert' || kind === 'up-down-up';
    const names = [
      'scenario.yaml',
      'apply.sql',
      'verify.sql',
      ...(hasRevert ? ['revert.sql'] : []),
    ];
    expect(await made('birth-retire', kind, false)).toEqual(names);
    expect(await made('birth-code', kind, true)).toEqual(['scenario.ts']);
  });

  test('bear any name that an id may be', async () => {
    for (const name of ['123', '1e5', 'null', 'true', 'a', '0x1f', 'yes', `a${'-b'.repeat(39)}`]) {
      expect(scenarioName(name)).toBe(name);
      expect(await made(name, 'snapshot', false)).toHaveLength(3);
    }
  });

  test('hold keys in comments that may be taken out of them as they are', async () => {
    for (const kind of SCENARIO_KINDS) {
      const [file] = newScenario({ name: 'a', kind, definePath: null });
      const text = (file?.text ?? '').replace(/^# (?=tables|role|methods|expect| )/gm, '');
      expect(text).toMatch(/^expect:\n {2}strongestLock/m);
      const rest = newScenario({ name: 'a', kind, definePath: null }).slice(1);
      const files = Object.fromEntries(rest.map(({ name, text: sql }) => [name, sql]));
      await here.write('a', { ...files, 'scenario.yaml': text });
      expect(await here.told('a')).toEqual([]);
    }
  });

  test('change something of their own under each name', () => {
    const apply = (name: string): string =>
      newScenario({ name, kind: 'snapshot', definePath: null })[1]?.text ?? '';
    expect(apply('a')).not.toBe(apply('b'));
    expect(apply('a')).toBe(apply('a'));
    const number = Number(/'(\d+)'/.exec(apply('a'))?.[1]);
    expect(number).toBeGreaterThan(2 ** 31);
    expect(number).toBeLessThan(2 ** 32);
  });
});

describe('a name', () => {
  test.each(['', 'A', 'a b', 'a_b', '-a', 'a-', 'a--b', '../a', 'a/b', '\u00e9', 'a'.repeat(81)])(
    'is refused where it is none: %j',
    (name) => {
      expect(scenarioName(name)).toBeNull();
    },
  );
});

describe('the configuration', () => {
  test.each([
    [
      'after the last entry, with its indentation',
      '# top\nscenarios:\n    - a # first\n    - b   # last\n\n# executors\nexecutor: [x]\n',
      '# top\nscenarios:\n    - a # first\n    - b   # last\n    - n\n\n# executors\nexecutor: [x]\n',
    ],
    ['at the end of the file', 'scenarios:\n- a', 'scenarios:\n- a\n- n\n'],
    ['within a list in brackets', 'scenarios: [a, b]\nx: 1\n', 'scenarios: [a, b, n]\nx: 1\n'],
    [
      'after a chain',
      'scenarios:\n  - chain: c\n    title: C\n    steps:\n      - a\n      - b\nx: 1\n',
      'scenarios:\n  - chain: c\n    title: C\n    steps:\n      - a\n      - b\n  - n\nx: 1\n',
    ],
    [
      'after a chain in braces',
      'scenarios:\n  - a\n  - { chain: c, title: C, steps: [b] }\nx: 1\n',
      'scenarios:\n  - a\n  - { chain: c, title: C, steps: [b] }\n  - n\nx: 1\n',
    ],
    [
      'with the line ends of another system',
      'scenarios:\r\n  - a\r\nx: 1\r\n',
      'scenarios:\r\n  - a\r\n  - n\r\nx: 1\r\n',
    ],
    [
      'behind a quoted one',
      'scenarios:\n  - "a"\nx: "y" # z\n',
      'scenarios:\n  - "a"\n  - n\nx: "y" # z\n',
    ],
  ])('names it %s', (_what, before, after) => {
    expect(withScenarioEntry(before, 'n')).toBe(after);
  });

  test('means what it meant, with one entry more, however it is written', () => {
    const entry = fc.constantFrom('a', '"b c"', "'d'", '{ chain: c, title: T, steps: [e] }');
    const gap = fc.constantFrom('', ' # note', '\n', '\n\n    # note', '\n# note');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(entry, gap), { minLength: 1, maxLength: 4 }),
        fc.constantFrom('', '  ', '    '),
        fc.constantFrom('', '\nother: 1', '\nother: [ 1 ]\n'),
        (entries, indent, end) => {
          const list = entries.map(([text, behind]) => `${indent}- ${text}${behind}`).join('\n');
          const before = `# head\nversion: 1\nscenarios:\n${list}${end}`;
          const after = withScenarioEntry(before, 'scenarios/n') ?? '';
          const expected = parse(before) as { scenarios: unknown[] }; // made just above
          expected.scenarios.push('scenarios/n');
          expect(parse(after)).toEqual(expected);
        },
      ),
    );
  });

  test.each(['x: 1', 'scenarios: a', 'scenarios: [', ''])(
    'without a list of scenarios is left alone: %j',
    (text) => {
      expect(withScenarioEntry(text, 'n')).toBeNull();
    },
  );

  test('is written anew where its list cannot be continued by hand', () => {
    const after = withScenarioEntry('# top\nscenarios: []\nx: [1]\n', 'n') ?? '';
    expect(parse(after)).toEqual({ scenarios: ['n'], x: [1] });
    expect(after).toContain('# top');
    // Continued by hand, this would be a map.
    const odd = withScenarioEntry('# top\nscenarios:\n  - a\n', 'b: c') ?? '';
    expect(parse(odd)).toEqual({ scenarios: ['a', 'b: c'] });
  });
});

describe('the command', () => {
  let here: Folders;
  let config = '';
  const CONFIG = `version: 1
spec: spec.yaml
lane: lane.yaml
scenarioRole: r
scenarios: # in order
  - scenarios/first
  - { chain: up, title: Up, steps: [more/second] }
executor: [x.sql]
request: { target: throwaway-clone, lane: l, actions: [rehearse] }
`;
  beforeEach(async () => {
    here = await folders();
    config = path.join(here.root, 'rehearsal.config.yaml');
    await writeFile(config, CONFIG);
  });
  afterEach(async () => {
    await here[Symbol.asyncDispose]();
  });

  async function told(name: string): Promise<string[]> {
    try {
      await scenarioCommand(name, { config, kind: 'snapshot' }, keepingDoor());
    } catch (error) {
      if (error instanceof Problem)
        return error.findings.map(({ code, where }) => `${code} ${where}`);
      throw error;
    }
    return [];
  }

  test('writes the folder, names it, and leaves nothing else', async () => {
    const door = keepingDoor();
    await scenarioCommand('birth-retire', { config, kind: 'revert' }, door);
    await scenarioCommand('by-code', { config, kind: 'revert', code: true }, door);
    for (const answer of door.answers) ANSWERS['scenario']?.parse(answer);
    expect(door.answers.map(({ exitCode, scenario }) => [exitCode, scenario])).toEqual([
      [0, 'scenarios/birth-retire'],
      [0, 'scenarios/by-code'],
    ]);
    const line = '  - { chain: up, title: Up, steps: [more/second] }\n';
    expect(await readFile(config, 'utf8')).toBe(
      CONFIG.replace(line, `${line}  - scenarios/birth-retire\n  - scenarios/by-code\n`),
    );
    expect((await readdir(here.root)).toSorted()).toEqual(['rehearsal.config.yaml', 'scenarios']);
    const { planned, findings } = await here.load(['scenarios/birth-retire', 'scenarios/by-code']);
    expect(findings).toEqual([]);
    expect(planned.map(({ id }) => id)).toEqual(['birth-retire', 'by-code']);
  });

  test('refuses a name that is none or taken, and writes nothing', async () => {
    await mkdir(path.join(here.root, 'scenarios/there'), { recursive: true });
    expect(await told('Birth')).toEqual(['SCENARIO_NAME_BAD Birth']);
    for (const name of ['first', 'up', 'second', 'there']) {
      expect(await told(name)).toEqual([`SCENARIO_EXISTS scenarios/${name}`]);
    }
    expect(await readFile(config, 'utf8')).toBe(CONFIG);
    expect(await readdir(path.join(here.root, 'scenarios'))).toEqual(['there']);
  });

  test('takes the folder away again where the configuration cannot be written', async () => {
    // It may be read, and no longer name fits beside it that it could be written to first.
    config = path.join(here.root, `${'c'.repeat(240)}.yaml`);
    await writeFile(config, CONFIG);
    expect(await told('birth-retire')).toEqual(['SCENARIO_NOT_WRITTEN scenarios/birth-retire']);
    expect(await readdir(path.join(here.root, 'scenarios'))).toEqual([]);
    expect(await readFile(config, 'utf8')).toBe(CONFIG);
  });

  test('says where it cannot write', async () => {
    await writeFile(path.join(here.root, 'scenarios'), 'a file');
    expect(await told('birth-retire')).toEqual(['SCENARIO_NOT_WRITTEN scenarios']);
  });
});
