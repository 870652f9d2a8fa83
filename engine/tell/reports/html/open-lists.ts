import { gapRows, undecidedRows } from '../open-rows.ts';
import { printable } from '../printable.ts';
import type { Report } from '../report.ts';

/** A list of texts that the page's script shows; the first text of a row is its kind. */
export interface TextList {
  /** Of the section that shows it. */
  readonly id: string;
  readonly nouns: readonly [one: string, many: string];
  /** How each text is set. */
  readonly cells: readonly ('text' | 'ref' | 'code')[];
  readonly rows: readonly (readonly string[])[];
}

/** What was not read and what was not decided, one by one; some releases have thousands. */
export function toOpenLists({ release: { gaps, undecided } }: Pick<Report, 'release'>): readonly TextList[] {
  const rowOf = (texts: readonly string[]) => texts.map((text) => printable(text.toWellFormed()));
  return [
    {
      id: gapRows,
      nouns: ['gap', 'gaps'],
      cells: ['text', 'ref', 'code', 'text'],
      rows: gaps.map(({ code, image = '', path = '', line, detail }) =>
        rowOf([code, image, line === undefined ? path : `${path}:${line}`, detail]),
      ),
    },
    {
      id: undecidedRows,
      nouns: ['package', 'packages'],
      cells: ['text', 'code', 'text'],
      rows: undecided.map(({ code, purl, reason }) => rowOf([code, purl, reason])),
    },
  ];
}
