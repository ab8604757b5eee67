// Does pieces of work side by side, so many at once, and hands their answers back in their order.

/** The first failure ends it: nothing more is begun, what goes on is awaited, then it is thrown. */
export async function sideBySide<Item, Answer>(
  items: readonly Item[],
  count: number,
  work: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers = new Map<number, Answer>();
  const waiting = [...items.entries()];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    while (failures.length === 0) {
      const next = waiting.shift();
      if (next === undefined) return;
      try {
        answers.set(next[0], await work(next[1]));
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, count) }, worker));
  if (failures.length > 0) throw failures[0];
  return [...answers].sort(([left], [right]) => left - right).map(([, answer]) => answer);
}
