// Asks a scenario.ts for its definition, in a process of its own that ends and may write nothing.
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { CODES, finding, LIMITS, messageOf, type Code, type Finding } from '../../kernel/index.ts';

export type Asked =
  | { readonly definition: unknown; readonly findings: readonly [] }
  | { readonly definition: undefined; readonly findings: readonly Finding[] };

/** Hands the default export over on a pipe of its own: what the module prints is not read. */
const LOADER = `
import { writeFileSync } from 'node:fs';
let answer;
try {
  answer = { definition: (await import(process.argv[1])).default ?? null };
} catch (error) {
  const place = /^(?::\\d+){1,2}/.exec(String(error?.stack ?? '').split(process.argv[1])[1] ?? '');
  answer = { message: String(error?.message ?? error), findings: error?.findings, place: place?.[0] };
}
writeFileSync(3, JSON.stringify(answer));
`;

const answerSchema = z.union([
  z.strictObject({ definition: z.unknown() }),
  z.strictObject({
    message: z.string(),
    /** `:line:column` in the file, where the error tells it. */
    place: z
      .string()
      .regex(/^(?::\d{1,9}){1,2}$/)
      .optional(),
    findings: z.array(z.object({ code: z.string(), what: z.string() })).optional(),
  }),
]);

/** `where` names the file in messages; nothing of the operator's environment reaches the code. */
export async function askDefinition(
  file: string,
  where: string,
  timeoutMs: number = LIMITS.scenarioCodeMs,
): Promise<Asked> {
  const failed = (what: string, place = ''): Asked => ({
    definition: undefined,
    findings: [finding('SCENARIO_CODE_FAILED', `${where}${place}`, oneLine(what))],
  });
  // Loaded where a scenario has code: most have none.
  const { execa } = await import('execa');
  const result = await execa(
    process.execPath,
    [
      '--permission',
      '--allow-fs-read=*',
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '--eval',
      LOADER,
      pathToFileURL(file).href,
    ],
    {
      env: {},
      extendEnv: false,
      reject: false,
      timeout: timeoutMs,
      forceKillAfterDelay: 1000,
      maxBuffer: LIMITS.scenarioCodeBytes,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    },
  );
  if (result.timedOut) return failed(`it did not come to an end within ${timeoutMs} ms`);
  if (result.isMaxBuffer) return failed('it hands over more than a scenario may');
  const handed = result.stdio[3];
  if (typeof handed !== 'string' || handed === '') {
    return failed(`it ended without handing anything over: ${result.stderr}`);
  }
  const answer = answerOf(handed);
  if (answer === null) return failed('what it hands over cannot be read');
  if ('definition' in answer) return { definition: answer.definition, findings: [] };
  const findings = (answer.findings ?? []).flatMap(({ code, what }) =>
    isCode(code) ? [finding(code, `${where}${answer.place ?? ''}`, oneLine(what))] : [],
  );
  return findings.length > 0
    ? { definition: undefined, findings }
    : failed(answer.message, answer.place);
}

function answerOf(text: string): z.infer<typeof answerSchema> | null {
  try {
    return answerSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    return { message: messageOf(error) };
  }
}

/** Only what a definition can be refused with: code may not choose another verdict. */
function isCode(code: string): code is Code {
  return code in CODES && code === 'SCENARIO_INVALID';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 500);
}
