// What a shell completes is what the program takes: tried in a real bash, and for every option there is.
import { describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { rehearseProgram } from '../../../harness/commands/all.io.ts';
import { ANSWERS } from '../../../harness/commands/answers.ts';
import { keepingDoor } from './doors.ts';

async function scriptFor(shell: string): Promise<string> {
  const door = keepingDoor();
  await rehearseProgram(door).parseAsync(['completion', shell], { from: 'user' });
  ANSWERS['completion']?.parse(door.answers[0]);
  return door.lines.join('\n');
}

/** What bash would offer for the last word. */
async function offered(...words: string[]): Promise<string[]> {
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const asked = `COMP_WORDS=(rehearse ${quoted}); COMP_CWORD=${words.length}; _rehearse; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await promisify(execFile)(
    'bash',
    ['--norc', '-euo', 'pipefail', '-c', `${await scriptFor('bash')}\n${asked}`],
    { timeout: 20_000 },
  );
  return stdout.split('\n').filter((line) => line !== '');
}

describe('bash completes', () => {
  const program = rehearseProgram(keepingDoor());
  const names = program.commands.map((command) => command.name());
  const ofAll = ['--version', '--json', '--quiet', '--debug', '-h', '--help'];

  test('every command', async () => {
    expect(await offered('')).toEqual(names);
    expect(await offered('ver')).toEqual(['verify']);
    expect(await offered('--debug', 'sw')).toEqual(['sweep']);
  });

  test('every option of each command, with those of all', async () => {
    for (const command of program.commands) {
      const own = command.options.flatMap(({ short, long }) => [short, long]).filter(Boolean);
      expect(new Set(await offered(command.name(), '-'))).toEqual(new Set([...own, ...ofAll]));
    }
    expect(await offered('-')).toEqual(ofAll);
    expect(await offered('run', '--clone')).toEqual(['--clone-method']);
  });

  test('choices, and what one of them begins with', async () => {
    expect(await offered('scenario', 'a', '--kind', '')).toEqual([
      'read-only',
      'transactional',
      'snapshot',
      'revert',
      'up-down-up',
    ]);
    expect(await offered('run', '--clone-method', 'o')).toEqual(['overlay']);
    expect(await offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  test('files, by leaving them to the shell', async () => {
    expect(await offered('run', '--dump', 'du')).toEqual([]);
    expect(await offered('verify', '')).toEqual([]);
    expect(await scriptFor('bash')).toMatch(
      /^complete -o bashdefault -o default -F _rehearse rehearse$/m,
    );
  });
});

test.each(['zsh', 'fish'])(
  'the script for %s names every command, option and choice',
  async (shell) => {
    const script = await scriptFor(shell);
    for (const command of rehearseProgram(keepingDoor()).commands) {
      expect(script).toContain(command.name());
      for (const { long, argChoices } of command.options) {
        expect(script).toContain(shell === 'fish' ? `-l ${String(long).slice(2)}` : String(long));
        for (const choice of argChoices ?? []) expect(script).toContain(choice);
      }
    }
  },
);
