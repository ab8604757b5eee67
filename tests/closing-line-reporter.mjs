// Ends every test run with one plain line, `N passed, N failed`, that people and CI read alike.
import { writeSync } from 'node:fs';

/**
 * The closing line and whether the run counts as good. A suite that could not be loaded counts as
 * one failure, and a run in which nothing passed is a failure too: nothing was shown.
 */
export function closingLine(results) {
  const passed = results.numPassedTests;
  const skipped = results.numPendingTests + results.numTodoTests;
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const interrupted = results.wasInterrupted === true;
  const line = `${passed} passed, ${failed} failed`;
  return { line, skipped, isGood: failed === 0 && passed > 0 && !interrupted };
}

export default class ClosingLineReporter {
  #isGood = true;

  onRunComplete(_contexts, results) {
    const { line, skipped, isGood } = closingLine(results);
    this.#isGood = isGood;
    const text = skipped > 0 ? `\n${skipped} passed over\n${line}\n` : `\n${line}\n`;
    // jest writes its own summary after every reporter: only at the exit is this line the last.
    process.once('exit', () => writeSync(process.stdout.fd, text));
  }

  getLastError() {
    return this.#isGood ? undefined : new Error('the test run did not hold');
  }
}
