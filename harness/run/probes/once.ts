// Work that several ask for and that is done once; what it failed with is told to each.

export function once<Answer>(work: () => Promise<Answer>): () => Promise<Answer> {
  let begun: Promise<Answer> | null = null;
  return () => {
    begun ??= work();
    return begun;
  };
}
