import type { z } from 'zod';
import { scalarText } from '../../formats/json/scalar-text.ts';
import { findNearest } from './find-nearest.ts';

/** What is wrong, at which path of the document, in a sentence that says what to write instead. */
export interface ExplainedIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

/**
 * Zod's issues as sentences for the person who wrote the file.
 *
 * in      issues of one `safeParse`, the schema that it was of, the value that was parsed
 * out     at least one sentence an issue; a union tells of the alternative that comes nearest
 */
export function explainIssues(issues: readonly Issue[], schema: z.ZodType, value: unknown): readonly ExplainedIssue[] {
  return issues.flatMap((issue) => explainIssue(issue, [], schema, value));
}

function explainIssue(issue: Issue, above: readonly PropertyKey[], schema: z.ZodType, root: unknown): ExplainedIssue[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path, root);
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, known) }));
  }
  if (issue.code === 'invalid_union') return explainUnion(issue, path, schema, root);
  if (issue.code === 'invalid_type' && valueAt(root, path) === undefined) {
    return [{ path, message: `\`${String(path.at(-1))}\` is missing: write ${article(issue.expected)}` }];
  }
  if (issue.code === 'invalid_type')
    return [{ path, message: `write ${article(issue.expected)} here, not ${nameOf(valueAt(root, path))}` }];
  if (issue.code === 'invalid_value') {
    return [{ path, message: `\`${scalarText(valueAt(root, path))}\` is not one of ${issue.values.map(scalarText).join(', ')}` }];
  }
  return [{ path, message: issue.message }];
}

function explainUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: readonly PropertyKey[],
  schema: z.ZodType,
  root: unknown,
): ExplainedIssue[] {
  const branches = issue.errors.filter((errors) => errors.length > 0).toSorted((a, b) => a.length - b.length);
  const [best] = branches;
  const missing = branches
    .flat()
    .filter(
      (error) =>
        error.code === 'invalid_type' && error.path.length === 1 && valueAt(root, [...path, ...error.path]) === undefined,
    );
  const isObject = typeof valueAt(root, path) === 'object' && valueAt(root, path) !== null;
  if (isObject && missing.length > 0 && branches.every((errors) => errors.some((error) => missing.includes(error)))) {
    const keys = [...new Set(missing.map((error) => String(error.path[0])))];
    const written = Object.keys(valueAt(root, path) as object);
    const near = written.map((key) => findNearest(key, keys)).find(Boolean);
    const hint = near ? `; did you mean \`${near}\`?` : '';
    return [
      {
        path,
        message: `none of ${keys.map((key) => `\`${key}\``).join(', ')} is here (there is ${written.map((key) => `\`${key}\``).join(', ') || 'nothing'})${hint}`,
      },
    ];
  }
  return best ? best.flatMap((error) => explainIssue(error, path, schema, root)) : [{ path, message: issue.message }];
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = findNearest(key, known);
  if (near) return `\`${key}\` is not a key here; did you mean \`${near}\`?`;
  return `\`${key}\` is not a key here${known.length > 0 ? `; there are ${known.join(', ')}` : ''}`;
}

/** The keys that the schema knows at a path; none where a union leaves it open. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[], root: unknown): readonly string[] {
  let at: unknown = schema;
  for (const step of path) at = childSchema(at, step);
  return shapesOf(at, valueAt(root, path)).flatMap((shape) => Object.keys(shape));
}

function childSchema(schema: unknown, step: PropertyKey): unknown {
  const bare = unwrap(schema) as { element?: unknown; valueType?: unknown };
  const [shape] = shapesOf(bare, undefined);
  return shape?.[String(step)] ?? bare?.element ?? bare?.valueType;
}

function shapesOf(schema: unknown, value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const bare = unwrap(schema) as { shape?: Record<string, unknown>; options?: readonly unknown[] } | undefined;
  if (bare?.shape) return [bare.shape];
  const shapes = (bare?.options ?? []).flatMap((option) => shapesOf(option, undefined));
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const chosen = shapes.filter((shape) => Object.keys(shape)[0] !== undefined && keys.includes(String(Object.keys(shape)[0])));
  return chosen.length > 0 ? chosen : shapes;
}

function unwrap(schema: unknown): unknown {
  let at = schema as { unwrap?: () => unknown; shape?: unknown; element?: unknown; options?: unknown } | undefined;
  while (at && typeof at.unwrap === 'function' && !at.shape && !at.element && !at.options) at = at.unwrap() as typeof at;
  return at;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined),
    root,
  );
}

function nameOf(value: unknown): string {
  if (value === null) return 'nothing';
  return article(Array.isArray(value) ? 'array' : typeof value);
}

function article(type: string): string {
  const words: Readonly<Record<string, string>> = {
    array: 'a list',
    object: 'a mapping',
    string: 'a text',
    number: 'a number',
    boolean: 'true or false',
    int: 'a whole number',
    record: 'a mapping',
  };
  return words[type] ?? type;
}
