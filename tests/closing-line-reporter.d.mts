// Types of the reporter, for its test.
export interface RunResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly wasInterrupted: boolean;
}
export function closingLine(results: RunResults): {
  line: string;
  skipped: number;
  isGood: boolean;
};
