// Types of the sequencer, for its test.
export const LONGEST: readonly string[];
export default class LongestFirst {
  sort<Test extends { readonly path: string }>(tests: readonly Test[]): Test[];
}
