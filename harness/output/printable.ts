// Text for a terminal: what would move its cursor, change its colours or turn its lines is shown.

// Controls other than line feed and tab; marks that turn the direction of what follows; line ends
// that only some readers know; tags, which no terminal shows.
const COMMANDING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** A table's name could otherwise redraw what stands above it. */
export function printable(text: string): string {
  return text.toWellFormed().replace(COMMANDING, '\ufffd');
}
