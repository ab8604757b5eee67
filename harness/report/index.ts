// Report: the texts for people and for CI pages, built from the packet's own files.
export type { Beside, PacketView } from './contract.ts';
export { junitXml } from './junit.ts';
export { decisionMarkdown, reportHtml, reportMarkdown } from './report.ts';
export { packetView } from './view.ts';
export { statusIn } from './verdict.ts';
