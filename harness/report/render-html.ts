// Escapes any text for HTML and XML; what would not be seen is made visible first.
import { visible } from './visible.ts';

/** For text and attribute values of HTML and XML alike. */
export function escapeMarkup(text: string, limit?: number): string {
  return (
    visible(text, limit)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
      // XML 1.0 knows no U+FFFE and U+FFFF, not even escaped.
      .replace(/[\ufffe\uffff]/g, '\ufffd')
  );
}
