// Ends every test run with one plain line, `N passed, N failed`, that people and CI read alike.

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
    if (skipped > 0) globalThis.process.stderr.write(`${skipped} passed over\n`);
    // The default reporter writes its summary to stderr; this one is the result, so stdout.
    globalThis.process.stdout.write(`\n${line}\n`);
  }

  getLastError() {
    return this.#isGood ? undefined : new Error('the test run did not hold');
  }
}
