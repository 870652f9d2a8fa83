import type { Content } from '../content.ts';
import { readLines, type TextLine } from './read-lines.ts';

/** How a database of text records is written. */
export interface RecordGrammar {
  /** Keys whose values are kept; the rest of a record is only looked over. */
  readonly wanted: ReadonlySet<string>;
  /** Whether a line ends the record before it. */
  ends(text: string): boolean;
  /** The key of a line and where its value begins; `more` for a line that goes on with the value above; undefined when it is neither. */
  keyOf(text: string): { readonly key: string; readonly valueAt: number } | 'more' | undefined;
  /** Whether a file that stops inside a line was cut, rather than written so. */
  readonly endsWithNewline: boolean;
}

/** Something wrong in a record. */
export interface RecordFlaw {
  readonly code: 'unreadable-line' | 'duplicate-field' | 'database-truncated' | 'database-unreadable';
  /** 1-based. */
  readonly line: number;
  readonly detail: string;
}

/** One record: a run of lines up to one that ends it. */
export interface TextRecord {
  /** 1-based line that it begins on. */
  readonly line: number;
  /** First lines of the wanted values, trimmed; a value that could not be read is not there. */
  readonly fields: ReadonlyMap<string, string>;
  /** The first flaw of each code. */
  readonly flaws: readonly RecordFlaw[];
  /** Whether a line ended it, and not the end of the file. */
  readonly ended: boolean;
}

const mostUnreadable = 100_000;
/** Lines of 64 MiB, as far as databases are read, of the twenty bytes and more that lines of real ones have. */
const mostLines = 3_000_000;

interface OpenRecord {
  readonly line: number;
  readonly fields: Map<string, string>;
  readonly flaws: RecordFlaw[];
}

/**
 * The records of a text database that may be too large to hold.
 *
 * out     every record in order, with what is wrong in it; runs of ending lines make no record. A file with more than
 *         100,000 unreadable lines, or 3,000,000 of any kind, is no such database: the record that has one more says so, and is the last
 * cost    O(size); holds the wanted values of one record
 */
export function* readRecords(content: Content, grammar: RecordGrammar): Generator<TextRecord> {
  let open: OpenRecord | undefined;
  let unreadable = 0;
  for (const line of readLines(content)) {
    if (line.number > mostLines) {
      open ??= startRecord(line);
      addFlaw(open, 'database-unreadable', line, `it has more than ${mostLines} lines; the rest was not read`);
      break;
    }
    if (line.trouble === undefined && grammar.ends(line.text)) {
      if (open) yield { ...open, ended: true };
      open = undefined;
    } else {
      open ??= startRecord(line);
      if (!addLine(open, line, grammar)) unreadable += 1;
      if (unreadable > mostUnreadable) {
        addFlaw(open, 'database-unreadable', line, `${mostUnreadable} lines cannot be read; from here on the file was not read`);
        break;
      }
    }
  }
  if (open) yield { ...open, ended: false };
}

function startRecord({ number }: TextLine): OpenRecord {
  return { line: number, fields: new Map(), flaws: [] };
}

/** Whether the line could be read whole. */
function addLine(record: OpenRecord, line: TextLine, grammar: RecordGrammar): boolean {
  const cut = line.trouble === 'no-newline' && grammar.endsWithNewline;
  if (cut) addFlaw(record, 'database-truncated', line, 'the file ends inside this line; what followed is lost');
  const found = grammar.keyOf(line.text);
  if (found === undefined) {
    if (!cut) addFlaw(record, 'unreadable-line', line, whyUnreadable(line));
  } else if (found !== 'more' && grammar.wanted.has(found.key) && !cut) {
    setField(record, line, found.key, line.text.slice(found.valueAt).trim());
  }
  return found !== undefined && line.trouble === undefined;
}

function setField(record: OpenRecord, line: TextLine, key: string, value: string): void {
  if (line.trouble === 'not-utf8') addFlaw(record, 'unreadable-line', line, `the value of ${key} is not UTF-8 text`);
  else if (!record.fields.has(key)) record.fields.set(key, detached(value));
  else if (record.fields.get(key) !== value)
    addFlaw(record, 'duplicate-field', line, `${key} is stated twice; the first is kept`);
}

function whyUnreadable(line: TextLine): string {
  if (line.trouble === 'too-long') return 'the line is longer than 16 MiB';
  return line.trouble === 'not-utf8' ? 'the line is not UTF-8 text' : 'the line has neither a key nor a value that goes on';
}

function addFlaw(record: OpenRecord, code: RecordFlaw['code'], line: TextLine, detail: string): void {
  if (!record.flaws.some((flaw) => flaw.code === code)) record.flaws.push({ code, line: line.number, detail });
}

/** A copy of its own: a slice would keep the whole block of text that it was cut from in memory. */
function detached(text: string): string {
  return ` ${text}`.slice(1);
}
