// The command line's own words, and those of the library that reads its arguments, leave guarded.
import { describe, expect, test } from '@jest/globals';
import { forbiddenTokensIn } from '../../../harness/kernel/index.ts';
import { runCli } from '../../container/cli.ts';
import { SEAL } from '../evidence/packets.ts';

const BROKEN = 'REAL_RUN\u00b7PASS';

describe('the command line', () => {
  test.each([
    ['an unknown command', [SEAL], `COMMAND_UNKNOWN at rehearse: there is no command "${BROKEN}"`],
    ['a value that is none', ['run', '--jobs', SEAL], `the value "${BROKEN}" of --jobs`],
    ['a configuration', ['gate', '--config', SEAL], BROKEN],
    ['a scenario', ['scenario', SEAL], `SCENARIO_NAME_BAD at ${BROKEN}`],
    ['a command of a terminal', ['\u001b[2J'], `there is no command "\ufffd[2J"`],
  ])('repeats %s guarded', async (_what, args, said) => {
    const { exitCode, stdout, stderr } = await runCli(args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
    expect(forbiddenTokensIn(stdout + stderr)).toEqual([]);
  });

  test('never says what the shell that started it keeps secret', async () => {
    const secrets = {
      PGPASSWORD: 'tr0ub4dor-4711',
      SOME_API_KEY: 'k3y-of-some-service',
      CI_JOB_TOKEN: 't0ken/of+ci=',
      DATABASE_URL: 'postgres://app:p4ssw0rd-of-app@db.example.org/app',
    };
    const all = Object.values(secrets).join(' ');
    const { stderr } = await runCli(['gate', '--config', all], secrets);
    expect(stderr).toContain('[withheld] [withheld] [withheld]');
    expect(stderr).not.toMatch(/tr0ub4dor|k3y-of|t0ken|p4ssw0rd/);
  });
});
