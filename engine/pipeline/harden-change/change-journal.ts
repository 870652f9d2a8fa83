import { z } from 'zod';
import { Fault } from '../../model/fault.ts';
import type { FileChange } from '../../model/hardening-change.ts';

/** What was written, so that it can be taken back. */
export interface ChangeJournal {
  /** The folder that the files are relative to, relative to the journal's own, `/` separators. */
  readonly root: string;
  readonly files: readonly FileChange[];
}

const journalSchema = z.strictObject({
  schema: z.literal('plimsoll.change-journal/v1'),
  root: z.string(),
  files: z.array(z.strictObject({ file: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
});

/** The journal as a text. */
export function writeChangeJournal({ root, files }: ChangeJournal): string {
  return `${JSON.stringify({ schema: 'plimsoll.change-journal/v1', root, files }, undefined, 2)}\n`;
}

/**
 * A journal from its text.
 *
 * faults  document-invalid
 */
export function readChangeJournal(text: string, file: string): ChangeJournal {
  const parsed = journalSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new Fault('document-invalid', `${file} is no journal of a change`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
