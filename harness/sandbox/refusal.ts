// An engine's refusal in words that may stand in evidence: no path and no name of this machine.

/** e.g. `failed to mount local volume: invalid argument`. */
export function refusalWords(message: string): string {
  const parts = message
    .replace(/^\(HTTP code \d+\) [^-]*- /, '')
    .split(/:\s+/)
    .map((part) => part.trim())
    // Paths, options, quoted names and ids are this machine's; the rest is the engine's reason.
    .filter((part) => part !== '' && !/[/\\='"`]|[0-9a-f]{12}/i.test(part));
  const words = parts.length > 2 ? [parts[0], parts.at(-1)] : parts;
  return words.join(': ').slice(0, 160) || 'the engine refuses such volumes';
}
