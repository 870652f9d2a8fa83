import { parseEvidencePath } from '../../../formats/json/parse-evidence-path.ts';
import { parseReference } from '../../../formats/reference/reference.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { Condition, Occurrence } from '../../../model/occurrence.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Recognize, SeenImage } from '../source.ts';
import type { ChartValues } from './chart-values.ts';
import { decideParts, type Origin, placeOfVersion } from './decide.ts';
import type { Mark } from './marks.ts';
import { isObject, type ValuePath, valueAt, writeValuePath } from './plain-values.ts';

/** What is known of the rendered images. */
export interface StatedContext {
  readonly values: ChartValues;
  readonly recognize: Recognize;
  /** Images that some rendering shows, as written; undefined where the chart cannot be rendered. */
  readonly rendered: readonly string[] | undefined;
  readonly origin: Origin;
}

/**
 * Images that the values state and no rendering shows: a program may be told of them as it runs, or a template that no switch reaches
 * may use them.
 *
 * out     only with a tag or a digest; `chart-values`, `likely`, under the switch above them that is off, else under the value itself, or
 *         under nothing where the chart cannot be rendered
 */
export function findStatedImages({ values, recognize, rendered, origin }: StatedContext): readonly Occurrence[] {
  const names = (rendered ?? []).flatMap((text) => parseReference(text)?.repository ?? []);
  return recognize([valuesResource(values)]).flatMap((image) => {
    const reference = parseReference(image.declared);
    if (!reference || (reference.tag === undefined && reference.digest === undefined)) return [];
    const name = reference.repository.replace(/^library\//, '');
    const isRendered = (one: string): boolean =>
      one === name ||
      one.endsWith(`/${name}`) ||
      one.startsWith(`${name}/`) ||
      name.endsWith(`/${one.replace(/^library\//, '')}`);
    if (names.some(isRendered)) return [];
    return toOccurrence(image, { values, origin, isRendered: rendered !== undefined }) ?? [];
  });
}

function toOccurrence(
  image: SeenImage,
  { values, origin, isRendered }: { readonly values: ChartValues; readonly origin: Origin; readonly isRendered: boolean },
): Occurrence | undefined {
  const { from: _, parts = [], component: __, ...seen } = image;
  const stated =
    parts.length > 0 ? parts.map(({ text, path }) => ({ text, path })) : [{ text: image.declared, path: image.path }];
  const spans = stated.flatMap(({ text, path: written }, index) => {
    const [path, ...nested] = parseEvidencePath(written);
    const start = image.declared.lastIndexOf(text);
    if (!path || nested.length > 0 || start < 0) return [];
    const mark: Mark = { index, path, text, marked: text, isVersion: false, speaks: true };
    return [{ mark, start, end: start + text.length }];
  });
  const first = spans[0]?.mark.path;
  const decidedBy = decideParts(image.declared, spans, origin);
  const place = placeOfVersion(decidedBy);
  if (!first || !place) return undefined;
  return {
    ...seen,
    resource: null,
    how: 'chart-values',
    certainty: 'likely',
    conditional: findSwitch(values, first) ?? (isRendered ? [asItIs(values, spans.at(-1)?.mark.path ?? first)] : []),
    file: place.file,
    line: place.line,
    decidedBy,
  };
}

function findSwitch({ root }: ChartValues, path: ValuePath): readonly Condition[] | undefined {
  for (let length = path.length - 1; length > 0; length -= 1) {
    const above = path.slice(0, length);
    const value: JsonValue | undefined = valueAt(root, above);
    const key = isObject(value) && ['enabled', 'enable', 'create', 'install', 'deploy'].find((one) => value[one] === false);
    if (key) return [{ value: writeValuePath([...above, key]), equals: true }];
  }
  return undefined;
}

function asItIs({ root }: ChartValues, path: ValuePath): Condition {
  return { value: writeValuePath(path), equals: valueAt(root, path) ?? null };
}

/** The values as something that images are looked for in. */
function valuesResource({ root }: ChartValues): Resource {
  const identity = { apiVersion: 'v1', kind: 'Values', namespace: null, name: 'values' };
  return { identity, value: root, source: '', file: '', hook: false };
}
