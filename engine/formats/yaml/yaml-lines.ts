import { EVENT_ID, type Event, getScalarValue, parseEvents } from 'js-yaml';

/** Finds the line of a value by its keys and indexes from the root; the nearest known place on the way where it has none. */
export type LineOfPath = (path: readonly (string | number)[]) => number;

/** A mapping or sequence that is open, with where the next entry belongs. */
interface Open {
  readonly path: string;
  readonly isMapping: boolean;
  next: number;
  key: string | undefined;
  /** Where the key stands, for values that are empty. */
  keyStart: number;
}

/**
 * The line of every value of one YAML or JSON document, in one pass: for documents of which most values are asked for.
 *
 * in      one document
 * out     1-based lines of the values; 1 for everything where the text is no YAML
 * cost    one parse, linear; a question costs the length of its path
 */
export function yamlLines(text: string): LineOfPath {
  const lines = collect(text);
  return (path) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const line = lines.get(path.slice(0, length).reduce<string>(join, ''));
      if (line !== undefined) return line;
    }
    return 1;
  };
}

function collect(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const lineAt = lineCounter(text);
  const open: Open[] = [];
  for (const event of safeEvents(text)) {
    if (event.type === EVENT_ID.DOCUMENT) continue;
    if (event.type === EVENT_ID.POP) {
      open.pop();
      continue;
    }
    const parent = open.at(-1);
    if (parent?.isMapping && parent.key === undefined) {
      parent.key = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '';
      parent.keyStart = startOf(event);
      if (isCollection(event)) open.push(opened('?', event));
      continue;
    }
    const path = place(parent);
    const start = startOf(event) >= 0 ? startOf(event) : (parent?.keyStart ?? -1);
    if (start >= 0) lines.set(path, lineAt(start));
    if (isCollection(event)) open.push(opened(path, event));
  }
  return lines;
}

function isCollection({ type }: Event): boolean {
  return type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE;
}

function opened(path: string, { type }: Event): Open {
  return { path, isMapping: type === EVENT_ID.MAPPING, next: 0, key: undefined, keyStart: -1 };
}

/** Where a value belongs; its parent then waits for the next one. */
function place(parent: Open | undefined): string {
  if (!parent) return '';
  const path = join(parent.path, parent.isMapping ? (parent.key ?? '') : parent.next);
  parent.next += 1;
  parent.key = undefined;
  return path;
}

function join(path: string, step: string | number): string {
  return `${path}\n${JSON.stringify(String(step))}`;
}

function startOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  return event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE ? event.start : -1;
}

function safeEvents(text: string): readonly Event[] {
  try {
    return parseEvents(text, { maxDepth: 200 });
  } catch {
    return [];
  }
}

/** Offsets come in ascending order, save for a few; each question goes on from the last. */
function lineCounter(text: string): (offset: number) => number {
  let at = 0;
  let line = 1;
  return (offset) => {
    if (offset < at) [at, line] = [0, 1];
    for (let end = text.indexOf('\n', at); end >= 0 && end < offset; end = text.indexOf('\n', at)) {
      at = end + 1;
      line += 1;
    }
    return line;
  };
}
