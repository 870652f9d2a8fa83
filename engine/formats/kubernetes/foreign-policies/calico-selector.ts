import { type Answer, allOf, anyOf, type LabelLookUp, not } from '../answer.ts';

type Ask = (label: LabelLookUp) => Answer;

/** Longer ones than anybody writes; what is nested in them is walked in turn. */
const maxLength = 2000;
const token = /\s*(?:(&&|\|\||==|!=|[!(){},])|"([^"]*)"|'([^']*)'|([\w./-]+))/y;

/**
 * Reads a selector of Calico's own language: `has(tier) && env in {"a", "b"}`.
 *
 * out     what it says of labels; of one that cannot be read nobody knows
 * source  https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy#selectors
 */
export function asksCalico(text: string): Ask {
  const words = toWords(text);
  const read = words && readAny({ words, at: 0 });
  return read && read.rest.at === words.length ? read.ask : () => 'maybe';
}

interface Word {
  readonly kind: 'sign' | 'text' | 'name';
  readonly text: string;
}

interface Place {
  readonly words: readonly Word[];
  readonly at: number;
}

interface Part {
  readonly ask: Ask;
  readonly rest: Place;
}

function toWords(text: string): readonly Word[] | undefined {
  const whole = text.trim();
  if (whole.length > maxLength) return undefined;
  const words: Word[] = [];
  for (token.lastIndex = 0; token.lastIndex < whole.length; ) {
    const [found, sign, double, single, name] = token.exec(whole) ?? [];
    if (found === undefined) return undefined;
    const quoted = double ?? single;
    if (sign !== undefined) words.push({ kind: 'sign', text: sign });
    else if (quoted !== undefined) words.push({ kind: 'text', text: quoted });
    else words.push({ kind: 'name', text: name ?? '' });
  }
  return words;
}

function readAny(place: Place): Part | undefined {
  return readJoined(place, '||', readAll, anyOf);
}

function readAll(place: Place): Part | undefined {
  return readJoined(place, '&&', readOne, allOf);
}

function readJoined(
  place: Place,
  sign: string,
  read: (place: Place) => Part | undefined,
  join: (asks: readonly Ask[], ask: (each: Ask) => Answer) => Answer,
): Part | undefined {
  let part = read(place);
  const asks: Ask[] = [];
  while (part) {
    asks.push(part.ask);
    const { rest } = part;
    if (!startsWith(rest, sign)) return { ask: (label) => join(asks, (each) => each(label)), rest };
    part = read(skip(rest, 1));
  }
  return undefined;
}

function readOne(place: Place): Part | undefined {
  if (startsWith(place, '!')) {
    const part = readOne(skip(place, 1));
    return part && { ...part, ask: (label) => not(part.ask(label)) };
  }
  if (startsWith(place, '(')) {
    const part = readAny(skip(place, 1));
    return part && startsWith(part.rest, ')') ? { ...part, rest: skip(part.rest, 1) } : undefined;
  }
  return readCall(place) ?? readComparison(place);
}

/** `all()`, `has(key)`; `global()` is what lies in no namespace, and no pod does. */
function readCall(place: Place): Part | undefined {
  if (startsWith(place, 'all', '(', ')')) return { ask: () => 'yes', rest: skip(place, 3) };
  if (startsWith(place, 'global', '(', ')')) return { ask: () => 'no', rest: skip(place, 3) };
  const key = nameAt(place, 2);
  if (!startsWith(place, 'has', '(') || key === undefined || !startsWith(skip(place, 3), ')')) return undefined;
  return { ask: test(key, (value) => value !== null), rest: skip(place, 4) };
}

const operators: readonly (readonly [words: readonly string[], holds: (value: string, wanted: string) => boolean])[] = [
  [['=='], (value, wanted) => value === wanted],
  [['contains'], (value, wanted) => value.includes(wanted)],
  [['starts', 'with'], (value, wanted) => value.startsWith(wanted)],
  [['ends', 'with'], (value, wanted) => value.endsWith(wanted)],
];

/** A label that is not there is not equal, and in no list. */
function readComparison(place: Place): Part | undefined {
  const key = nameAt(place, 0);
  const after = skip(place, 1);
  if (key === undefined) return undefined;
  if (startsWith(after, 'in')) return readList(key, skip(after, 1));
  if (startsWith(after, 'not', 'in')) {
    const part = readList(key, skip(after, 2));
    return part && { ...part, ask: (label) => not(part.ask(label)) };
  }
  const [signs, holds] = operators.find(([words]) => startsWith(after, ...words)) ?? [];
  const isNot = startsWith(after, '!=');
  const rest = skip(after, signs?.length ?? 1);
  const wanted = textAt(rest);
  if (wanted === undefined || (!holds && !isNot)) return undefined;
  const ask = test(key, (value) => (isNot ? value !== wanted : value !== null && holds?.(value, wanted) === true));
  return { ask, rest: skip(rest, 1) };
}

function readList(key: string, place: Place): Part | undefined {
  if (!startsWith(place, '{')) return undefined;
  const wanted = new Set<string>();
  let rest = skip(place, 1);
  while (!startsWith(rest, '}')) {
    const text = textAt(rest);
    if (text === undefined) return undefined;
    wanted.add(text);
    rest = skip(rest, startsWith(skip(rest, 1), ',') ? 2 : 1);
  }
  return { ask: test(key, (value) => value !== null && wanted.has(value)), rest: skip(rest, 1) };
}

function test(key: string, holds: (value: string | null) => boolean): Ask {
  return (label) => {
    const value = label(key);
    return value === undefined ? 'maybe' : holds(value) ? 'yes' : 'no';
  };
}

function startsWith({ words, at }: Place, ...texts: readonly string[]): boolean {
  return texts.every((text, index) => words[at + index]?.kind !== 'text' && words[at + index]?.text === text);
}

function skip({ words, at }: Place, count: number): Place {
  return { words, at: at + count };
}

function nameAt({ words, at }: Place, offset: number): string | undefined {
  const word = words[at + offset];
  return word?.kind === 'name' ? word.text : undefined;
}

function textAt({ words, at }: Place): string | undefined {
  const word = words[at];
  return word?.kind === 'text' ? word.text : undefined;
}
