import { parseEvidencePath } from '../../formats/json/parse-evidence-path.ts';
import type { LineOfPath } from '../../formats/yaml/yaml-lines.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Occurrence, Rejected } from '../../model/occurrence.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import { findReferences } from './references/find-references.ts';
import type { FoundReference } from './references/found-reference.ts';

/** A document that gives values to charts. */
export interface ValuesDocument {
  /** Without what belongs to charts that can be rendered. */
  readonly value: JsonObject;
  readonly file: string;
  /** Line in `file` of a value in the document. */
  readonly lineOf: LineOfPath;
  readonly component?: string | undefined;
}

/** Images that values state. */
export interface ImagesInValues {
  readonly occurrences: readonly Occurrence[];
  readonly rejected: readonly Rejected[];
  readonly gaps: readonly Gap[];
}

/** What decides an image most. */
const rank = { digest: 0, tag: 1, image: 2, repository: 3, registry: 4 } as const;

/**
 * The images that values state for charts which cannot be rendered: found by the rules for resources, with the line in the document.
 *
 * out     occurrences of no resource, likely at most: only the chart's templates say what becomes of a value
 * gaps    those of the recognition of references, as gaps of the unit that asks
 */
export function findImagesInValues({ value, file, lineOf, component }: ValuesDocument, unit: string): ImagesInValues {
  const identity = { apiVersion: '', kind: '', namespace: null, name: file };
  const from: Resource = { identity, value, source: '', file, hook: false };
  const { found, rejected, gaps } = findReferences([from]);
  const lineAt = (path: string): number => lineOf(parseEvidencePath(path)[0] ?? []);
  return {
    occurrences: found.map(
      (image): Occurrence => ({
        reference: image.reference,
        declared: image.declared,
        how: 'chart-values',
        certainty: 'likely',
        resource: null,
        path: image.path,
        hook: false,
        conditional: [],
        file,
        line: lineAt(decidingPath(image)),
        ...(component !== undefined && { component }),
      }),
    ),
    rejected: rejected.map(({ text, reason, path }) => ({ text, reason, file, line: lineAt(path) })),
    gaps: gaps.map((gap) => ({ ...gap, unit })),
  };
}

function decidingPath({ path, parts = [] }: FoundReference): string {
  return parts.toSorted((one, other) => rank[one.role] - rank[other.role])[0]?.path ?? path;
}
