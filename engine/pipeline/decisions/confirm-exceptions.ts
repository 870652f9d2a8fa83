import { readPositionedYaml } from '../../formats/positioned-yaml/read-positioned-yaml.ts';
import type { RestedImage } from '../../model/triage-decision.ts';
import { readExceptions } from './read-exceptions.ts';
import { writeRestsOn } from './write-exceptions.ts';

/** A file of exceptions with what they rest on written into it. */
export interface ConfirmedFile {
  readonly text: string;
  /** Ids whose facts were written, or were there already. */
  readonly confirmed: readonly string[];
  /** What has to be written by hand: the file is not changed there. */
  readonly refused: readonly { readonly id: string; readonly line: number; readonly reason: string }[];
}

/**
 * Writes what exceptions rest on into their file; everything else stays as it is, comments too.
 *
 * in      the file's text; facts by id, of which those of other files are passed over
 * out     an entry that is written in one line is refused, and so is an edit after which the file would not say what is meant
 */
export function confirmExceptions(text: string, file: string, facts: ReadonlyMap<string, readonly RestedImage[]>): ConfirmedFile {
  const confirmed: string[] = [];
  const refused: ConfirmedFile['refused'][number][] = [];
  let edited = text;
  for (const { id, line = 1 } of readExceptions(text, file).items) {
    const rests = facts.get(id);
    if (!rests) continue;
    const next = confirmOne(edited, id, rests);
    if (next !== undefined && saysAsMeant(edited, next, id, rests)) {
      edited = next;
      confirmed.push(id);
    } else
      refused.push({
        id,
        line,
        reason: next === undefined ? 'it is written in one line' : 'the file would no longer say what is meant',
      });
  }
  return { text: edited, confirmed, refused };
}

function confirmOne(text: string, id: string, facts: readonly RestedImage[]): string | undefined {
  const yaml = readPositionedYaml(text);
  const entries = Object(yaml.value).exceptions as readonly unknown[];
  const index = entries.findIndex((entry) => Object(entry).id === id);
  const { line, column } = yaml.positionOf(['exceptions', index]);
  const lines = text.split('\n');
  if (!/^\s*-\s+[^\s{]/.test(lines[line - 1] ?? '')) return undefined;
  const indent = ' '.repeat(column - 1);
  const old = Object.hasOwn(Object(entries[index]), 'restsOn')
    ? yaml.positionOf(['exceptions', index, 'restsOn']).line
    : undefined;
  const kept = old === undefined ? lines : [...lines.slice(0, old - 1), ...lines.slice(endOf(lines, old, column))];
  const end = endOf(kept, line, column - 1);
  return [...kept.slice(0, end), ...writeRestsOn(facts, indent), ...kept.slice(end)].join('\n');
}

/** How many lines there are to the end of what begins in a line and is indented at least so far; comments and blank lines behind it are not of it. */
function endOf(lines: readonly string[], first: number, indent: number): number {
  let end = first;
  for (let at = first; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    if (line.search(/\S/) < indent) break;
    end = at + 1;
  }
  return end;
}

function saysAsMeant(before: string, after: string, id: string, facts: readonly RestedImage[]): boolean {
  const strip = (text: string) =>
    readExceptions(text, '').items.map(({ line: _, ...decision }) => {
      const { restsOn: __, ...rest } = decision;
      return decision.id === id ? rest : decision;
    });
  const written = readExceptions(after, '').items.find((decision) => decision.id === id)?.restsOn;
  return JSON.stringify(strip(before)) === JSON.stringify(strip(after)) && JSON.stringify(written) === JSON.stringify(facts);
}
