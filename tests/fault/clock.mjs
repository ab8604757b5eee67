// Loaded into every process and thread of a run: its wall clock is as far off as the file that
// FAULT_CLOCK names says, read again each time, so that it can be set under a run. The clock that
// counts durations, and the kernel's, are left alone, as they are when somebody sets a real one.
import { readFileSync } from 'node:fs';

const file = process.env.FAULT_CLOCK;
const Real = Date;
const off = () => Number(readFileSync(file, 'utf8') || 0);
const now = () => Real.now() + off();

globalThis.Date = new Proxy(Real, {
  construct: (target, given, made) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, made),
  apply: () => new Real(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});
