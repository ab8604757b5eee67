// Places without their columns, for tests of many lines; kernel/yaml-text.test.ts holds the columns.
export function byLine(told: string): string {
  return told.replaceAll(/(\.ya?ml:\d+):\d+/g, '$1');
}
