import { EVENT_ID, type Event, getScalarValue, parseEvents } from 'js-yaml';
import { findPlainPlace } from './plain-places.ts';
import { readDeeper } from './read-deeper.ts';
import { unread } from './read-plain-scalar.ts';
import { readPlainYaml } from './read-plain-yaml.ts';

/** Where a value stands in a text. */
export interface FoundPath {
  /** 1-based line of the value's first character; of the header for block scalars. */
  readonly line: number;
  /** 1-based line of the key of a mapping or sequence that begins on a later line. */
  readonly keyLine?: number;
  /** 1-based line of the first line of a block scalar's text; undefined for other values. */
  readonly blockLine?: number;
  /** The scalar's text; undefined for mappings and sequences. */
  readonly text?: string;
}

/** A YAML document in which places can be asked for. */
export interface YamlPlaces {
  /** Undefined where the path leads nowhere, passes an alias, or the text is no YAML. */
  find(path: readonly (string | number)[]): FoundPath | undefined;
}

/**
 * Where the values of one YAML document stand, without building the document.
 *
 * in      one document; `find` takes keys and indexes from its root
 * cost    one parse at the first question, with a pass over the lines at each where the document is plain; for the few that hold a hit
 */
export function yamlPlaces(text: string): YamlPlaces {
  let isPlain: boolean | undefined;
  const places = anyYamlPlaces(text);
  return {
    find(path) {
      isPlain ??= readPlainYaml(text) !== undefined;
      const found = isPlain ? findPlainPlace(text, path) : unread;
      return found === unread ? places.find(path) : found;
    },
  };
}

/**
 * `yamlPlaces` without its short way for plain documents, which it is the truth for.
 */
export function anyYamlPlaces(text: string): YamlPlaces {
  let read: ReadEvents | undefined;
  return {
    find(path) {
      read ??= safeEvents(text);
      const found = findEvent(read.text, read.events, path);
      return found && describe(read.text, read.events[found.at], found.key);
    },
  };
}

/** What stands in a text; the text has the same lines as the one that was given. */
interface ReadEvents {
  readonly text: string;
  readonly events: readonly Event[];
}

function safeEvents(text: string): ReadEvents {
  try {
    return readDeeper(text, (each) => ({ text: each, events: parseEvents(each, { maxDepth: 200 }) }));
  } catch {
    return { text, events: [] };
  }
}

/** Index of the event that begins the value, and the event of its key; events lie flat, and a POP closes what the last opening one opened. */
function findEvent(
  text: string,
  events: readonly Event[],
  path: readonly (string | number)[],
): { at: number; key: Event | undefined } | undefined {
  let key: Event | undefined;
  let at = events[0]?.type === EVENT_ID.DOCUMENT ? 1 : 0;
  for (const step of path) {
    const event = events[at];
    key = undefined;
    if (event?.type === EVENT_ID.SEQUENCE && typeof step === 'number') {
      at += 1;
      for (let skipped = 0; skipped < step && isValue(events[at]); skipped += 1) at = after(events, at);
    } else if (event?.type === EVENT_ID.MAPPING) {
      at += 1;
      while (isValue(events[at]) && scalarAt(text, events[at]) !== String(step)) at = after(events, after(events, at));
      key = events[at];
      if (isValue(key)) at = after(events, at);
    } else return undefined;
    if (!isValue(events[at])) return undefined;
  }
  return isValue(events[at]) ? { at, key } : undefined;
}

function isValue(event: Event | undefined): boolean {
  return event !== undefined && event.type !== EVENT_ID.POP && event.type !== EVENT_ID.DOCUMENT;
}

function after(events: readonly Event[], at: number): number {
  let depth = 0;
  for (let index = at; index < events.length; index += 1) {
    const type = events[index]?.type;
    if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) depth += 1;
    if (type === EVENT_ID.POP) depth -= 1;
    if (depth <= 0) return index + 1;
  }
  return events.length;
}

function scalarAt(text: string, event: Event | undefined): string | undefined {
  return event?.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : undefined;
}

function describe(text: string, event: Event | undefined, key: Event | undefined): FoundPath | undefined {
  if (event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE) {
    const line = lineAt(text, event.start);
    const keyLine = key?.type === EVENT_ID.SCALAR ? lineAt(text, key.valueStart) : line;
    return { line, ...(keyLine < line && { keyLine }) };
  }
  if (event?.type !== EVENT_ID.SCALAR || event.valueStart < 0) return undefined;
  const value = getScalarValue(text, event);
  const line = lineAt(text, event.valueStart);
  return event.style >= 4 ? { line: line - 1, blockLine: line, text: value } : { line, text: value };
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
