// Engines that go away under a run: a second one that is started here, with all that is its own.
import { afterAll, beforeAll } from '@jest/globals';
import { startFarEngine, type FarEngine } from '../../container/far-engine.ts';
import { ENGINE_FAULTS } from '../rows/engine.ts';
import { SWEEP_FAULTS } from '../rows/sweeps.ts';
import { faultTests } from '../tried.ts';

const SLOW_MS = 240_000;
let second: FarEngine;

beforeAll(async () => {
  second = await startFarEngine('clone-rehearsal/postgres:15');
}, SLOW_MS);
afterAll(async () => await second[Symbol.asyncDispose](), SLOW_MS);

faultTests([...ENGINE_FAULTS, ...SWEEP_FAULTS], () => second);
