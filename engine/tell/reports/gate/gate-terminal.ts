import type { GateVerdict } from '../../../model/gate.ts';
import { describeFinding } from '../describe-finding.ts';
import { printable } from '../printable.ts';
import { describeCount, describeCoverageDemand, describeLicenseCount, describeVerdict } from './failed-findings.ts';

/** Rows below a demand that does not hold; `--explain` lists them all, and those of the others. */
const shownRows = 10;

/** How the verdict should look. */
export interface GateTextOptions {
  readonly color: boolean;
  /** Whether each rule says everything that it counted. */
  readonly explain: boolean;
}

/** A demand with what came of it. */
interface Demand {
  readonly word: 'yes' | 'NO' | 'open';
  readonly says: string;
  readonly place: string;
  readonly count: string;
  readonly remarks: readonly string[];
  readonly rows: readonly string[];
}

/** The gate's verdict for a terminal: each demand, whether it holds, and what speaks against it. */
export function gateToText(verdict: GateVerdict, { color, explain }: GateTextOptions): string {
  const paint = (text: string, code: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const { product, version, against } = verdict;
  const title = printable(`Gate of ${product} ${version}${against === null ? '' : `, against ${against}`}`);
  const demands = [...ruleDemands(verdict), ...licenseDemands(verdict), coverageDemand(verdict)];
  const lines = demands.flatMap((demand) => demandLines(demand, explain, paint));
  const good = verdict.passed && verdict.coverage.isAccepted;
  return `${[paint(title, '1'), '', ...lines, '', paint(describeVerdict(verdict), good ? '32' : '1;31')].join('\n')}\n`;
}

function demandLines(
  { word, says, place, count, remarks, rows }: Demand,
  explain: boolean,
  paint: (text: string, code: string) => string,
): readonly string[] {
  const shown = explain ? rows : word === 'yes' ? [] : rows.slice(0, shownRows);
  const more = rows.length - shown.length;
  const left = more > 0 && word !== 'yes' ? [`      … and ${more} more; --explain lists them all`] : [];
  return [
    `${paint(word.padEnd(4), word === 'yes' ? '32' : '1;31')}  ${printable(says)}`,
    `      ${printable(count)}${place === '' ? '' : ` (${printable(place)})`}`,
    ...remarks.map((remark) => `      ${printable(remark)}`),
    ...shown.map((row) => `      - ${printable(row)}`),
    ...left,
  ];
}

function ruleDemands({ rules }: GateVerdict): readonly Demand[] {
  return rules.map((judged) => ({
    word: judged.passed ? 'yes' : 'NO',
    says: judged.says,
    place: `${judged.rule.place.file}:${judged.rule.place.line}`,
    count: describeCount(judged),
    remarks: judged.remarks,
    rows: judged.rows.map(describeFinding),
  }));
}

function licenseDemands({ licenses }: GateVerdict): readonly Demand[] {
  if (!licenses) return [];
  const { policy, says, passed, rows } = licenses;
  return [
    {
      word: passed ? 'yes' : 'NO',
      says,
      place: `${policy.place.file}:${policy.place.line}`,
      count: describeLicenseCount(licenses),
      remarks: [],
      rows: rows.map(
        ({ image, purl, reason, license }) => `${purl} of ${image}${license === null ? '' : `, ${license}`}: ${reason}`,
      ),
    },
  ];
}

function coverageDemand(verdict: GateVerdict): Demand {
  const { isAccepted, open } = verdict.coverage;
  return {
    word: isAccepted ? 'yes' : 'open',
    says: describeCoverageDemand(verdict),
    place: '',
    count: `${open.length} unread or undecided`,
    remarks: [],
    rows: open,
  };
}
