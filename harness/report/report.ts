// The three texts for people that a packet holds, each from the packet's own files.
import type { Blockers, DecisionPacket } from '../decision/contract.ts';
import type { Beside, PacketView } from './contract.ts';
import { decisionDocument } from './decision-document.ts';
import { reportBlocks } from './document.ts';
import { page } from './html/page.ts';
import { renderMarkdown } from './render-markdown.ts';

/** A comment on GitHub holds 65,536 characters; some room is left for what people put around it. */
export const REPORT_CHARACTERS = 60_000;

/** Rows of each table, tried in turn until the whole is short enough. */
const ROW_LIMITS = [30, 10, 3] as const;

/** `report.md`: holds no time, host or path, so it stands inside the tree. */
export function reportMarkdown(view: PacketView): string {
  for (const rowLimit of ROW_LIMITS) {
    const text = renderMarkdown(reportBlocks(view, rowLimit));
    if (text.length <= REPORT_CHARACTERS) return text;
  }
  // Every list in it is bounded, and so is every text: this one fits.
  return renderMarkdown(reportBlocks(view, 1));
}

/** `report.html`: more of everything, and with the times of this run. */
export function reportHtml(view: PacketView, beside: Beside): string {
  return page(view, beside);
}

/** `decision-packet.md` */
export function decisionMarkdown(decision: DecisionPacket, blockers: Blockers): string {
  return renderMarkdown(decisionDocument(decision, blockers));
}
