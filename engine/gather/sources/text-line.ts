/** A file, or one in a packed chart. */
export interface TextFile {
  /** Relative to the configuration's folder; the packed chart where it lies in one. */
  readonly file: string;
  /** Path in the packed chart. */
  readonly entry?: string;
}

/** A path from the data that a template is executed with: `['Values', 'image']`; empty for the data itself. */
export type DataPath = readonly string[];

/** What a text says in one line; of a template, without what decides whether it says it. */
export interface TextLine extends TextFile {
  /** 1-based. */
  readonly line: number;
  /** Infinite for what an action prints as it comes. */
  readonly indent: number;
  /** Without indentation; `filled` stands for each action that prints. */
  readonly text: string;
  /** What those actions print from, as far as that can be read. */
  readonly refs: readonly DataPath[];
  /** Printed once for each item of something. */
  readonly repeats: boolean;
}

/** Stands for what an action prints. */
export const filled = '\u0001';

/**
 * The lines of a text that is no template.
 *
 * in      its file; 1-based line of the text's first one in it
 */
export function readTextLines({ file, entry }: TextFile, text: string, first = 1): readonly TextLine[] {
  return text.split('\n').flatMap((whole, index): readonly TextLine[] => {
    const content = whole.trim();
    if (content === '') return [];
    const place = { file, ...(entry !== undefined && { entry }), line: first + index };
    return [{ ...place, indent: whole.length - whole.trimStart().length, text: content, refs: [], repeats: false }];
  });
}
