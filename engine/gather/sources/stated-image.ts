import { canonicalize } from '../../formats/reference/reference.ts';
import type { Certainty, Condition, How, Occurrence } from '../../model/occurrence.ts';
import type { Gap } from '../../model/reading.ts';

/** An image that a file states outright, without a resource. */
export interface StatedImage {
  readonly declared: string;
  readonly how: How;
  /** Certain where nothing else is said. */
  readonly certainty?: Certainty;
  /** Evidence path in the file; empty for files that have none. */
  readonly path: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly conditional?: readonly Condition[];
  readonly component?: string | undefined;
}

/**
 * The occurrence of an image that a file states.
 *
 * gaps    reference-unreadable, instead of the occurrence: the text is no image reference
 */
export function toStatedOccurrence(stated: StatedImage, unit: string): Occurrence | Gap {
  const { declared, how, certainty = 'certain', path, file, line, conditional = [], component } = stated;
  const reference = canonicalize(declared);
  if (reference === undefined) {
    const shown = declared.length > 100 ? `${declared.slice(0, 100)}…` : declared;
    return { code: 'reference-unreadable', unit, path: file, line, detail: `${shown} is no image reference` };
  }
  return {
    reference,
    declared,
    how,
    certainty,
    resource: null,
    path,
    hook: false,
    conditional,
    file,
    line,
    ...(component !== undefined && { component }),
  };
}

/** Occurrences and gaps apart, each in their order. */
export function partStated(items: readonly (Occurrence | Gap)[]): {
  readonly occurrences: readonly Occurrence[];
  readonly gaps: readonly Gap[];
} {
  return { occurrences: items.filter((item) => 'reference' in item), gaps: items.filter((item) => 'code' in item) };
}
