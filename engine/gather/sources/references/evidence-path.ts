/** A step from a value to one inside it: a key, an index, or the reading of a text as a document. */
export type Step = string | number | { readonly reading: string };

/** Where a value stands in a resource; grown step by step, written out only where somebody needs it. */
export interface EvidencePath {
  readonly step: Step;
  readonly parent: EvidencePath | undefined;
}

/** The path to a value inside the one at `parent`. */
export function stepInto(parent: EvidencePath | undefined, step: Step): EvidencePath {
  return { step, parent };
}

/**
 * A path in words: dotted, `[n]` for lists, `["…"]` for keys that are more than letters, digits, `_` and `-`,
 * `#json`, `#yaml`, `#properties`, `#base64` where a text is read as a document.
 */
export function writePath(path: EvidencePath | undefined): string {
  return writeSteps(stepsOf(path));
}

/** Several paths as one: what they share, then the rest of each in braces, shortest first: `a.{hub,tag,proxy.image}`. */
export function writePaths(paths: readonly (EvidencePath | undefined)[]): string {
  const [first = [], ...others] = paths.map(stepsOf);
  if (others.length === 0) return writeSteps(first);
  let shared = 0;
  while (shared < first.length - 1 && others.every((other) => shared < other.length - 1 && isSame(other[shared], first[shared])))
    shared += 1;
  const tails = [first, ...others].map((steps) => steps.slice(shared)).toSorted((a, b) => a.length - b.length);
  const rest = [...new Set(tails.map(writeSteps))];
  if (rest.length === 1) return writeSteps(first);
  const head = writeSteps(first.slice(0, shared));
  return `${head}${head === '' ? '' : '.'}{${rest.join(',')}}`;
}

function stepsOf(path: EvidencePath | undefined): Step[] {
  const steps: Step[] = [];
  for (let at = path; at; at = at.parent) steps.push(at.step);
  return steps.reverse();
}

function writeSteps(steps: readonly Step[]): string {
  return steps.map(writeStep).join('').replace(/^\./, '');
}

function writeStep(step: Step): string {
  if (typeof step === 'number') return `[${step}]`;
  if (typeof step === 'object') return `.#${step.reading}`;
  return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

function isSame(one: Step | undefined, other: Step | undefined): boolean {
  return one === other || (typeof one === 'object' && typeof other === 'object' && one.reading === other.reading);
}
