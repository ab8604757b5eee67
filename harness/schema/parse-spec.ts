// Text of a spec to its value, or to every mistake in it, each with its line.
import { finding, readYaml, rearmTokens, type Code, type Finding } from '../kernel/index.ts';
import { schemaSpecSchema, type SchemaSpec } from './contract.ts';
import { visible } from './outcome.ts';
import { specFaults } from './spec-faults.ts';
import { formFaults } from './spec-form.ts';

export interface SpecRead {
  readonly spec: SchemaSpec | null;
  /** Empty exactly where there is a spec. */
  readonly findings: readonly Finding[];
}

/** `where` names the file in messages. Codes: SCHEMA_SPEC_INVALID, SCHEMA_SPEC_EMPTY. */
export function parseSpec(text: string, where: string): SpecRead {
  // Names shaped like a seal leave broken, in a spec that the harness wrote as well.
  const { plain, mistakes, placeOf } = readYaml(rearmTokens(text));
  if (mistakes.length > 0) {
    const found = mistakes.map(({ place, what }) =>
      finding('SCHEMA_SPEC_INVALID', `${where}${place}`, visible(what)),
    );
    return { spec: null, findings: found };
  }
  const say = (code: Code, path: readonly PropertyKey[], what: string): Finding => {
    const key = path.length === 0 ? '' : `"${path.map(String).join('.')}": `;
    return finding(code, `${where}${placeOf(path)}`, visible(`${key}${what}`));
  };
  const parsed = schemaSpecSchema.safeParse(plain);
  if (!parsed.success) {
    const found = formFaults(parsed.error).map(({ path, what }) =>
      say('SCHEMA_SPEC_INVALID', path, what),
    );
    return { spec: null, findings: found };
  }
  const faults = specFaults(parsed.data).map(({ code, path, what }) => say(code, path, what));
  return faults.length > 0 ? { spec: null, findings: faults } : { spec: parsed.data, findings: [] };
}
